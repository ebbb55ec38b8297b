package io.leaven.dispatcher.delivery.backend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "240.0.0.1",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "ff02::1",
                "2001:db8::1",
                "192.0.2.1",
                "::127.0.0.1"
            })
    void specialPurposeAddressesAreNotPublic(String address) throws Exception {
        assertThat(AddressRules.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "100.128.0.1",
                "192.167.1.1",
                "2606:4700::1111",
                "64:ff9b::101:101",
                "2a00:1450::1"
            })
    void addressesOfTheInternetArePublic(String address) throws Exception {
        assertThat(AddressRules.isPublic(InetAddress.getByName(address))).isTrue();
    }

    /** What counts is where a name leads, and one private address among public ones is enough to refuse it. */
    @Test
    void nameThatLeadsInsideIsRefused() throws Exception {
        InetAddress outside = InetAddress.getByName("8.8.8.8");
        InetAddress inside = InetAddress.getByName("10.1.2.3");

        assertThat(rules(outside).resolve("innocent.example")).containsExactly(outside);
        assertThatThrownBy(() -> rules(outside, inside).resolve("innocent.example"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("innocent.example")
                .hasMessageContaining("10.1.2.3");
    }

    private static AddressRules rules(InetAddress... answers) {
        return new AddressRules(new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                return answers;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        });
    }
}
