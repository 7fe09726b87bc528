package whoami.post;

import java.util.Locale;

/** What somebody thinks of a post. */
public enum Vote {
    LIKE,
    DISLIKE;

    public String inWords() {
        return name().toLowerCase(Locale.ROOT);
    }
}
