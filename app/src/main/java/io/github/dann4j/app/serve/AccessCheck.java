package io.github.dann4j.app.serve;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests a server answers. It refuses requests that a page of another site makes through a user's
 * browser.
 *
 * <ul>
 * <li>{@code Sec-Fetch-Site}, by which a browser says which page made the request, must name a page of this server or
 * the user.
 * <li>{@code Origin}, if there is one, must be this server.
 * <li>Without a token, {@code Host} must be this machine, because the requesting page may have made any other name
 * point here (DNS rebinding).
 * <li>With a token, {@code Authorization} must contain it. Then {@code Host} may be any name, and {@code Origin} may be
 * {@code https}, because there may be a proxy before the server.
 * </ul>
 */
final class AccessCheck {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final int HTTP_PORT = 80;

    private final @Nullable String token;
    private final String ownHost;

    AccessCheck(ServeSettings settings) {
        this.token = settings.token();
        String host = settings.host().toLowerCase(Locale.ROOT);
        this.ownHost = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** @throws Refusal if the request must not be answered */
    void require(Request request) {
        HttpFields headers = request.getHeaders();
        String host =
                Objects.requireNonNullElse(headers.get(HttpHeader.HOST), "").toLowerCase(Locale.ROOT);
        if (token == null && !isLocal(host, Request.getLocalPort(request))) {
            throw new Refusal(
                    403,
                    "without a token, only requests to localhost and 127.0.0.1 with the server's port are answered; to use another name, start the server with --token");
        }
        String site = headers.get("Sec-Fetch-Site");
        String origin = headers.get(HttpHeader.ORIGIN);
        if ((site != null && !OWN_SITE.contains(site)) || (origin != null && !isOwn(origin, host))) {
            throw new Refusal(403, "requests from pages of other sites are not answered");
        }
        if (token != null && !holdsToken(Objects.requireNonNullElse(headers.get(HttpHeader.AUTHORIZATION), ""))) {
            throw Refusal.token();
        }
    }

    private boolean isLocal(String host, int port) {
        String name = host.replaceFirst(":\\d{1,5}$", "");
        String rest = host.substring(name.length());
        return (LOCAL.contains(name) || name.equals(ownHost))
                && (rest.equals(":" + port) || (rest.isEmpty() && port == HTTP_PORT));
    }

    private boolean isOwn(String origin, String host) {
        try {
            URI uri = URI.create(origin.toLowerCase(Locale.ROOT));
            return host.equals(uri.getAuthority())
                    && ("http".equals(uri.getScheme()) || (token != null && "https".equals(uri.getScheme())));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean holdsToken(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0 || !authorization.substring(0, space).equalsIgnoreCase("Bearer")) {
            return false;
        }
        return MessageDigest.isEqual(
                Objects.requireNonNull(token).getBytes(StandardCharsets.UTF_8),
                authorization.substring(space + 1).strip().getBytes(StandardCharsets.UTF_8));
    }
}
