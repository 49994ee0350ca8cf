package io.github.dann4j.app.serve;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.jetty.io.EndPoint;

/**
 * The sender of a request: an IPv4 address, or the first 64 bits of an IPv6 address, because users can choose the rest
 * freely.
 *
 * @param address in hexadecimal
 */
record Client(String address) {
    private static final int NETWORK_BYTES = 8;

    static Client of(EndPoint endPoint) {
        return of(endPoint.getRemoteSocketAddress());
    }

    static Client of(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return new Client("");
        }
        InetAddress address = socket.getAddress();
        byte[] bytes = address.getAddress();
        return new Client(HexFormat.of()
                .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes));
    }
}
