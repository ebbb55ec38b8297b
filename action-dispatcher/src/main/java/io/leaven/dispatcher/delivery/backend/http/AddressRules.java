package io.leaven.dispatcher.delivery.backend.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Keeps requests out of the own network (server-side request forgery): of a host's addresses only public ones are used. The rule
 * stands in the resolver that the HTTP client connects by, so what is checked is what is connected to, and a name that
 * changes its address between check and use gains nothing.
 */
final class AddressRules implements DnsResolver {

    private final DnsResolver resolver;

    AddressRules() {
        this(SystemDefaultDnsResolver.INSTANCE);
    }

    AddressRules(DnsResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = resolver.resolve(host);
        for (InetAddress address : all) {
            if (!isPublic(address)) {
                throw new UnknownHostException("refused: " + host + " is at " + address.getHostAddress()
                        + ", which is private, and private addresses are not allowed");
            }
        }
        return all;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }

    /** Whether an address is on the public Internet: none of the special-purpose blocks of RFC 6890. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? isPublic4(bytes, 0)
                : address instanceof Inet6Address && isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        int third = bytes[at + 2] & 0xff;
        boolean special = first == 0 // this network
                || first == 10
                || first == 127
                || first == 100 && second >= 64 && second < 128 // carrier-grade NAT
                || first == 169 && second == 254
                || first == 172 && second >= 16 && second < 32
                || first == 192 && second == 168
                || first == 192 && second == 0 && (third == 0 || third == 2)
                || first == 198 && (second == 18 || second == 19) // benchmarks
                || first == 198 && second == 51 && third == 100
                || first == 203 && second == 0 && third == 113
                || first >= 224;
        return !special;
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = bytes[0] & 0xff;
        if ((first & 0xfe) == 0xfc) { // unique local
            return false;
        }
        if (first == 0x20
                && bytes[1] == 0x01
                && (bytes[2] & 0xff) == 0x0d
                && (bytes[3] & 0xff) == 0xb8) { // documentation
            return false;
        }
        if (first == 0 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b) { // NAT64
            return isPublic4(bytes, 12);
        }
        if (first == 0x20 && bytes[1] == 0x02) { // 6to4
            return isPublic4(bytes, 2);
        }
        return first != 0; // IPv4-compatible and other reserved ones
    }
}
