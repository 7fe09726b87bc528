package whoami.web;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.util.InetAddressSet;
import whoami.account.Caller;

/**
 * Finds the address of the client behind our own proxies.
 *
 * <p>Anybody can send X-Forwarded-For; what counts is who wrote which part of it. Each proxy adds the address it was called
 * from at the end. So we read from the end, as long as the one who wrote the part is a proxy that we trust.
 */
public record ClientAddress(InetAddressSet trusted) {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

    /** Only an address as such: a name would be looked up, and a stranger must not make us ask name servers. */
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public Caller caller(Context ctx) {
        String userAgent = ctx.userAgent();
        return new Caller(of(ctx), userAgent == null ? "" : userAgent, RequestId.of(ctx));
    }

    private String of(Context ctx) {
        String address = bare(ctx.req().getRemoteAddr());
        List<String> hops = Collections.list(ctx.req().getHeaders("X-Forwarded-For")).stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .map(ClientAddress::bare)
                .toList();
        for (int i = hops.size() - 1;
                i >= 0 && isTrusted(address) && ADDRESS.matcher(hops.get(i)).matches();
                i--) {
            address = hops.get(i);
        }
        return address;
    }

    /** Whether it is a proxy of ours: what it says of where a request comes from is believed. */
    public boolean isTrusted(String address) {
        try {
            return !trusted.isEmpty() && trusted.test(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String bare(String address) {
        return address.strip().replaceFirst("^\\[(.*)](:\\d+)?$", "$1").replaceFirst("^([0-9.]+):\\d+$", "$1");
    }
}
