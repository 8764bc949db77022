package angklung.screening;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * F12: aimed at uploads by the thousand, played thinly so that no recording stands out. A subscriber who plays a lot,
 * nearly all of it one artist's, many recordings of that artist and each of them seldom. Finds the plays of that
 * artist.
 */
final class Spread implements SubscriberRule {
    /** What a subscriber played of one artist. */
    private static final class Heard {
        private final BitSet recordings = new BitSet();
        private long plays;
    }

    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        if (listening.size() < terms.least("min_plays") || listening.recordings() < terms.least("min_recordings")) {
            return;
        }
        BitSet found = new BitSet();
        Heard most = null;
        for (Heard heard : byArtist(listening).values()) {
            if (isSpread(heard, listening, terms)) {
                found.or(heard.recordings);
                most = most == null || heard.plays > most.plays ? heard : most;
            }
        }
        if (most != null) {
            int recordings = most.recordings.cardinality();
            marks.period(
                    listening.ofRecordings(found),
                    terms.observed("min_plays", listening.size()),
                    terms.observed("share", most.plays, listening.size()),
                    terms.observed("min_recordings", recordings),
                    terms.observed("plays_per_recording", most.plays, recordings));
        }
    }

    private static boolean isSpread(Heard heard, Listening listening, RuleTerms terms) {
        int recordings = heard.recordings.cardinality();
        return recordings >= terms.least("min_recordings")
                && terms.reachesShare("share", heard.plays, listening.size())
                && !terms.exceedsShare("plays_per_recording", heard.plays, recordings);
    }

    private static Map<String, Heard> byArtist(Listening listening) {
        Map<String, Heard> byArtist = new TreeMap<>();
        for (int recording = 0; recording < listening.recordings(); recording++) {
            for (String artist : listening.artists(recording)) {
                Heard heard = byArtist.computeIfAbsent(artist, key -> new Heard());
                heard.recordings.set(recording);
                heard.plays += listening.playsOfRecording(recording);
            }
        }
        return byArtist;
    }
}
