package whoami.client;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws people and what they write: from the same seed the same ones, however they act later. */
final class Words {
    private static final List<String> FIRST_NAMES = words("""
            Ada Ahmed Aisha Alba Amir Ana Bela Bruno Carla Chen Clara Dana Diego Elif Emil Emma Farid Femi Finn Greta
            Hana Hugo Ida Ines Ivan Jana Jonas Kai Keiko Lars Lea Lina Luca Malik Mara Mila Mina Nadia Nils Noor Olga
            Omar Paula Pavel Priya Rana Rosa Sami Sara Selma Tariq Thea Tom Uma Vera Viktor Wanda Yara Yusuf Zoe""");
    private static final List<String> LAST_NAMES = words("""
            Abebe Adler Almeida Baker Bauer Berg Blum Brandt Castro Cohen Costa Dahl Diaz Dorn Eriksen Falk Fischer
            Flores Fuchs Garcia Gruber Haas Hansen Hart Ito Jansen Kaya Keller Khan Klein Kovacs Lang Larsen Lopez
            Maier Marino Martin Mori Moser Nagy Nowak Okoye Olsen Park Patel Petrov Quinn Rossi Santos Sato Silva
            Smith Sommer Stone Tanaka Vogel Weber Winter Yilmaz Zhang""");
    private static final List<String> OPENINGS = lines("""
            This morning I
            Yesterday we
            At last I
            After three tries I
            My sister and I
            On the way home I
            Against all advice we
            Before breakfast I""");
    private static final List<String> DEEDS =
            words("repaired found painted lost photographed moved borrowed cleaned sold described measured forgot");
    private static final List<String> THINGS = lines("""
            an old bicycle
            a box of letters
            the neighbour's ladder
            seven jars of honey
            the longest table in the house
            a map of the harbour
            half a piano
            the wrong umbrella
            two pots of basil
            a clock that runs backwards""");
    private static final List<String> PLACES = lines("""
            behind the station
            in the rain
            near the river
            on the roof
            at the market
            in the library
            between two meetings
            under the stairs""");
    private static final List<String> CLOSINGS = lines("""
            Never again!
            Highly recommended.
            Who would have thought?
            More tomorrow.
            Photos follow.
            Schön war's trotzdem.
            ¿Alguien más?
            Tea helps. ☕
            I learned a lot.
            Nobody noticed.""");

    private final SplittableRandom random;
    private final String tag;
    private int people;

    /** The tag at the end of each username keeps the runs apart: two that share a name share the seed. */
    Words(long seed) {
        this.random = new SplittableRandom(seed);
        this.tag = tag(seed);
    }

    static String tag(long seed) {
        return "." + Long.toString(seed, Character.MAX_RADIX);
    }

    /**
     * Somebody, and all that they will write.
     *
     * @param name what they call themselves
     */
    record Script(String username, String name, List<String> texts) {}

    /** Each has randomness of their own, so that more posts of one do not change the next. */
    Script next(int posts) {
        RandomGenerator own = random.split();
        people++;
        String first = any(FIRST_NAMES, own);
        String last = any(LAST_NAMES, own);
        String username = "%s.%s%d%s".formatted(first, last, people, tag).toLowerCase(Locale.ROOT);
        List<String> texts =
                IntStream.range(0, posts).mapToObj(post -> text(own)).toList();
        return new Script(username, first + " " + last, texts);
    }

    private static String text(RandomGenerator own) {
        return "%s %s %s %s. %s"
                .formatted(any(OPENINGS, own), any(DEEDS, own), any(THINGS, own), any(PLACES, own), any(CLOSINGS, own));
    }

    private static String any(List<String> list, RandomGenerator own) {
        return list.get(own.nextInt(list.size()));
    }

    private static List<String> words(String text) {
        return List.of(text.split("\\s+"));
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
