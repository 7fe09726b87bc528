package whoami;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Works on a SQLite file from a process of its own, as to SQLite all of one process are the same when it comes to locks. */
final class AnotherProcess {
    private static final String DONE = "done";

    private AnotherProcess() {}

    /** @return "done", or why not; it does not wait for anybody */
    static String execute(Path database, String sql) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnotherProcess.class.getName(),
                        "jdbc:sqlite:" + database,
                        sql)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            statement.execute(arguments[1]);
            System.out.println(DONE);
        } catch (SQLException e) {
            System.out.println(e.getMessage());
        }
    }
}
