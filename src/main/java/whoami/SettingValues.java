package whoami;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings that were given, read as what they have to be: nonsense is named with the rule that it breaks. */
record SettingValues(Map<Setting, String> given) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhd])");

    String text(Setting setting) {
        return given.getOrDefault(setting, setting.defaultValue);
    }

    boolean isGiven(Setting setting) {
        return given.containsKey(setting);
    }

    int number(Setting setting, int least, int most) {
        return checked(setting, "must be a number from " + least + " to " + most, text -> {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    Duration duration(Setting setting) {
        return checked(setting, "must be a whole number and s, m, h or d, such as 14d", text -> {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
                throw new IllegalArgumentException(text);
            }
            return Duration.parse((matcher.group(2).equals("d") ? "P" : "PT") + text);
        });
    }

    <T> T oneOf(Setting setting, Map<String, T> choices) {
        String allowed = choices.keySet().stream().sorted().collect(Collectors.joining(" or "));
        return checked(setting, "must be " + allowed, text -> {
            if (!choices.containsKey(text)) {
                throw new IllegalArgumentException(text);
            }
            return choices.get(text);
        });
    }

    <T> T checked(Setting setting, String rule, Function<String, T> parser) {
        try {
            return parser.apply(text(setting));
        } catch (RuntimeException e) {
            // what is printed at the start ends up in logs
            String shown = setting.isSecret() ? "is not" : "is '" + text(setting) + "'";
            throw new StartupFailure(setting.key() + " " + rule + ", and " + shown, e);
        }
    }
}
