package whoami.client;

/** An answer with which one cannot go on. */
final class Unexpected extends RuntimeException {
    private final transient Answer answer;

    Unexpected(Answer answer) {
        super("unexpected answer: " + answer);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
