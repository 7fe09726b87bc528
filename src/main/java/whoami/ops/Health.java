package whoami.ops;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import whoami.Database;
import whoami.Problem;
import whoami.Settings;
import whoami.api.Bearer;
import whoami.web.ClientAddress;

/** For the load balancer and whoever watches: does this process work, with what it depends on? */
public record Health(Database database, Diagnosis diagnosis) {
    public static Health of(
            Database database, Settings settings, Bearer bearer, ClientAddress addresses, Instant startedAt) {
        var diagnosis = new Diagnosis(new SelfView(settings), SameMachine.of(settings), bearer, addresses, startedAt);
        return new Health(database, diagnosis);
    }

    public void show(Context ctx) {
        boolean verbose = ctx.queryParam("verbose") != null;
        if (verbose) {
            diagnosis.requireRight(ctx);
        }
        String more = verbose ? "\n" + diagnosis.of(ctx) : "";
        try {
            database.ping();
            ctx.result("OK" + more);
        } catch (Problem problem) {
            ctx.status(HttpStatus.SERVICE_UNAVAILABLE).result("The database does not answer" + more);
        }
    }
}
