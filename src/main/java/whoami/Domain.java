package whoami;

import java.security.SecureRandom;
import java.time.InstantSource;
import whoami.account.Accounts;
import whoami.account.Correspondence;
import whoami.account.Emails;
import whoami.account.Events;
import whoami.account.Leaving;
import whoami.account.MailTokens;
import whoami.account.PasswordChanges;
import whoami.account.Passwords;
import whoami.account.Sessions;
import whoami.account.Throttle;
import whoami.account.Tokens;
import whoami.mail.Delivery;
import whoami.mail.Letters;
import whoami.mail.Mailer;
import whoami.mail.Outbox;
import whoami.ops.Janitor;

/** What lies behind the doors, built from the settings: it knows nothing of HTTP. */
record Domain(
        Accounts accounts,
        Emails emails,
        PasswordChanges passwordChanges,
        Leaving leaving,
        Sessions sessions,
        Events events,
        Delivery delivery,
        Janitor janitor) {

    static Domain of(Settings settings, Database database, InstantSource clock) {
        var random = new SecureRandom();
        var ids = new Ids(clock, random);
        var tokens = new Tokens(random);
        int cores = Runtime.getRuntime().availableProcessors();
        var passwords = new Passwords(settings.hash(), settings.bcryptCost(), cores, random);
        var throttle = new Throttle(database, clock, settings.throttle());
        var events = new Events(database, ids);
        var sessions = new Sessions(database, events, tokens, clock, settings.sessionIdle(), settings.sessionMax());

        var outbox = new Outbox(database, ids);
        var mailTokens = new MailTokens(database, tokens, clock);
        var correspondence = new Correspondence(database, mailTokens, outbox, new Letters(settings.baseUrl()));
        var mailer = new Mailer(settings.smtp(), settings.mailFrom(), clock);

        var accounts = new Accounts(database, events, outbox, passwords, throttle, settings, clock, ids);
        var leaving = new Leaving(database, accounts, sessions, mailTokens, events, outbox, clock);
        return new Domain(
                accounts,
                new Emails(database, accounts, mailTokens, events, outbox, clock),
                new PasswordChanges(
                        database, accounts, passwords, settings, throttle, mailTokens, events, outbox, clock),
                leaving,
                sessions,
                events,
                new Delivery(outbox, correspondence::write, mailer),
                new Janitor(sessions, throttle, events, mailTokens, leaving, outbox));
    }
}
