package whoami;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connection that keeps its prepared statements when they are closed, for whoever asks for the same again: SQLite takes longer to
 * compile most of ours than to run them, and its driver keeps none. Only one thread at a time works with a connection.
 */
final class KeptStatements implements InvocationHandler {
    /** More than the statements that anybody waits for. Each takes some kilobytes. */
    private static final int MOST = 64;

    private final Connection connection;

    /** Those that nobody uses just now, by their SQL; the one that was closed longest ago first. */
    private final Map<String, Kept> idle = new LinkedHashMap<>();

    private KeptStatements(Connection connection) {
        this.connection = connection;
    }

    static Connection of(Connection connection) {
        return proxy(Connection.class, new KeptStatements(connection));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("prepareStatement") && arguments.length == 1) {
            return prepare((String) arguments[0]);
        }
        return forward(connection, method, arguments);
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        Kept known = idle.remove(sql);
        return known != null ? known.proxy : new Kept(sql, connection.prepareStatement(sql)).proxy;
    }

    /** Whoever is given one has it alone until they close it. */
    private final class Kept implements InvocationHandler {
        private final String sql;
        private final PreparedStatement statement;
        private final PreparedStatement proxy = proxy(PreparedStatement.class, this);
        private final int parameters;
        private int bound;

        Kept(String sql, PreparedStatement statement) throws SQLException {
            this.sql = sql;
            this.statement = statement;
            this.parameters = statement.getParameterMetaData().getParameterCount();
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            String name = method.getName();
            if (name.equals("close")) {
                keep();
                return null;
            }
            if (name.startsWith("set") && arguments.length >= 2) {
                bound++;
            } else if (name.startsWith("execute") && bound < parameters) {
                throw new SQLException(
                        "a value is missing, and the one of whoever was here before must not stand in for it");
            }
            return forward(statement, method, arguments);
        }

        private void keep() throws SQLException {
            if (!isOpen()) {
                return;
            }
            // the values stay: to clear them would have SQLite compile the statement anew when it is used again
            bound = 0;
            Kept other = idle.put(sql, this);
            if (other == null && idle.size() > MOST) {
                other = idle.remove(idle.keySet().iterator().next());
            }
            if (other != null && other != this) {
                other.statement.close();
            }
        }

        /** The driver closes some that have failed, and {@link PreparedStatement#isClosed} does not tell. */
        private boolean isOpen() {
            try {
                return statement.getParameterMetaData().getParameterCount() == parameters;
            } catch (SQLException closed) {
                return false;
            }
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(KeptStatements.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object forward(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
