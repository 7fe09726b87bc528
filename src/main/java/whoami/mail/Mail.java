package whoami.mail;

/** A letter as it goes out, in words for everybody and in HTML for those who like it. */
public record Mail(String to, String subject, String text, String html) {
    /** Without its text: there may be a link in it that opens an account. */
    @Override
    public String toString() {
        return "Mail '" + subject + "'";
    }
}
