package whoami.account;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * Whom an address belongs to, as far as counting goes. A single customer of a provider has all of an IPv6 /64, that is 2^64
 * addresses to guess from.
 */
record Network(String name) {
    private static final int IPV6_NETWORK_BYTES = 8;

    /** @param address as digits, never as a name, so nobody is asked */
    static Network of(String address) {
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return new Network(
                    parsed instanceof Inet6Address
                            ? HexFormat.of().formatHex(parsed.getAddress(), 0, IPV6_NETWORK_BYTES) + "/64"
                            : parsed.getHostAddress());
        } catch (UnknownHostException e) {
            return new Network(address);
        }
    }
}
