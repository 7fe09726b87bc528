package whoami.ops;

import io.javalin.http.Context;
import whoami.Database;
import whoami.Problem;

/** For the load balancer and whoever watches: does this process work, with what it depends on? */
public record Health(Database database) {
    public void show(Context ctx) {
        try {
            database.ping();
            ctx.result("OK");
        } catch (Problem problem) {
            ctx.status(problem.kind().status()).result("The database does not answer");
        }
    }
}
