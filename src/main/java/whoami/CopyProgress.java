package whoami;

import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far it has got: a line for each table, and on a terminal a bar below them. */
final class CopyProgress implements AutoCloseable {
    /** As narrow as terminals get: asking for the width takes native code. */
    private static final int WIDTH = 78;

    private static final int MILLIS = 100;

    private final PrintStream out;
    private final boolean terminal;
    private final ProgressBar bar;

    /** @param terminal whether a line can be drawn over */
    CopyProgress(PrintStream out, boolean terminal, long steps) {
        this.out = out;
        this.terminal = terminal;
        this.bar = ProgressBar.builder()
                .setTaskName("copy")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                .build();
    }

    void step() {
        bar.step();
    }

    /** Above the bar, which is drawn anew below. */
    void say(String line) {
        out.println(terminal ? overdrawn(line) : line);
    }

    @Override
    public void close() {
        bar.close();
        if (terminal) {
            out.println();
        }
    }

    private void draw(String line) {
        if (terminal) {
            out.print(overdrawn(line));
            out.flush();
        }
    }

    private static String overdrawn(String line) {
        return String.format("\r%-" + WIDTH + "s", line);
    }
}
