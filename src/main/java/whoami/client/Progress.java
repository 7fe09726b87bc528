package whoami.client;

import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** How far it has got: a bar on a terminal, a line now and then anywhere else. */
final class Progress implements AutoCloseable {
    private static final int BAR_MILLIS = 100;
    private static final int LINE_MILLIS = 2_000;

    private final Screen screen;
    private final ProgressBar bar;
    private String lastLine;

    Progress(Screen screen, long steps) {
        this.screen = screen;
        ProgressBarBuilder builder = ProgressBar.builder()
                .setTaskName("at work")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII);
        this.bar = screen.terminal()
                ? builder.setConsumer(new DelegatingProgressBarConsumer(screen::draw, Screen.WIDTH))
                        .setUpdateIntervalMillis(BAR_MILLIS)
                        .build()
                : builder.setConsumer(new DelegatingProgressBarConsumer(this::say, Screen.WIDTH))
                        .setUpdateIntervalMillis(LINE_MILLIS)
                        .setRenderer((state, width) -> line(state))
                        .build();
    }

    void step() {
        bar.step();
    }

    @Override
    public void close() {
        bar.close();
        if (screen.terminal()) {
            screen.out().println();
        }
    }

    /** The last state is drawn twice. */
    private void say(String line) {
        if (!line.equals(lastLine)) {
            screen.say(line);
        }
        lastLine = line;
    }

    private static String line(ProgressState state) {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d steps, %.1f s",
                state.getTaskName(),
                state.getCurrent(),
                state.getMax(),
                state.getTotalElapsed().toMillis() / 1000.0);
    }
}
