package whoami.ops;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import whoami.Database;
import whoami.Problem;

/** For the load balancer and whoever watches: does this process work, with what it depends on? */
public record Health(Database database) {
    public void show(Context ctx) {
        try {
            database.ping();
            ctx.result("OK");
        } catch (Problem problem) {
            ctx.status(HttpStatus.SERVICE_UNAVAILABLE).result("The database does not answer");
        }
    }
}
