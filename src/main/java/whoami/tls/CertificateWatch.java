package whoami.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a renewed certificate without a restart, from the next connection on. It looks at what is in the files, as tools replace
 * them in many ways: by writing, by renaming, by pointing a link elsewhere.
 */
final class CertificateWatch extends AbstractLifeCycle {
    private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Tls files;
    private final SslContextFactory.Server tls;
    private final Scheduler scheduler;
    private String judged;
    private String seen;

    CertificateWatch(Tls files, SslContextFactory.Server tls, Scheduler scheduler) {
        this.files = files;
        this.tls = tls;
        this.scheduler = scheduler;
        this.judged = contents();
        this.seen = judged;
    }

    @Override
    protected void doStart() {
        scheduler.schedule(this::look, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        String now = contents();
        // two files are not replaced at once: what has changed since the last look may be half of it
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(judged)) {
            judged = now;
            reload();
        }
        if (isRunning()) {
            scheduler.schedule(this::look, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void reload() {
        try {
            Identity identity = Identity.read(files);
            var store = identity.keyStore();
            tls.reload(changed -> changed.setKeyStore(store));
            log.info(
                    "The certificate in {} is used from now on, good until {}", files.certificate(), identity.expiry());
        } catch (Exception e) {
            log.error(
                    "The certificate in {} cannot be used, so the old one stays: {}",
                    files.certificate(),
                    e.getMessage());
        }
    }

    private String contents() {
        try {
            return Files.readString(files.certificate(), StandardCharsets.ISO_8859_1)
                    + Files.readString(files.key(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
