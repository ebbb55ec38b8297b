package io.leaven.schemas.registry;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Addresses that can be shown: a user and a password in one would be in every error text. */
public final class UrlsWithoutPasswords implements ConfigDef.Validator {

    private static final Pattern USER = Pattern.compile("^[^/]*//[^/?#]*@");

    @Override
    public void ensureValid(String name, Object value) {
        if (value instanceof List<?> urls
                && urls.stream().anyMatch(url -> USER.matcher(url.toString()).find())) {
            throw new ConfigException(name + " holds a user or a password; " + SchemaRegistryConfig.BASIC_AUTH
                    + " is for them, where they are not shown");
        }
    }

    @Override
    public String toString() {
        return "URLs without user and password";
    }
}
