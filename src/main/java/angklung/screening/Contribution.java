package angklung.screening;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** What one subscriber adds to the sums of subjects, as far as some rule in force asks for it. */
final class Contribution {
    private final Thresholds thresholds;
    private final Listening listening;

    Contribution(Thresholds thresholds, Listening listening) {
        this.thresholds = thresholds;
        this.listening = listening;
    }

    void forEach(BiConsumer<Subject, SubjectSums> receiver) {
        boolean byDay = thresholds.isEnabled(Rule.VELOCITY);
        if (byDay || thresholds.isEnabled(Rule.JUST_OVER_THRESHOLD) || thresholds.isEnabled(Rule.REPEATS)) {
            recordings(byDay, receiver);
        }
        if (thresholds.isEnabled(Rule.PLACE)) {
            devices(receiver);
        }
        if (listening.recordings() >= fewestRecordings()) {
            cohorts(listening).forEach(cohort ->
                    receiver.accept(Subject.cohort(cohort), SubjectSums.ofCohort(listening.recordings())));
        }
    }

    private void recordings(boolean byDay, BiConsumer<Subject, SubjectSums> receiver) {
        long[] justOver = new long[listening.recordings()];
        for (int i = 0; i < listening.size(); i++) {
            if (listening.play(i).justOver()) {
                justOver[listening.recordingOf(i)]++;
            }
        }
        for (int recording = 0; recording < justOver.length; recording++) {
            SubjectSums sums = byDay
                    ? sumsByDay(recording, justOver[recording])
                    : SubjectSums.ofRecording(
                            listening.playsOfRecording(recording), justOver[recording], new int[0], new long[0]);
            receiver.accept(Subject.recording(listening.isrc(recording)), sums);
        }
    }

    private SubjectSums sumsByDay(int recording, long justOver) {
        int[] counts = listening.playsByDay(recording);
        int used = 0;
        int[] days = new int[counts.length];
        long[] plays = new long[counts.length];
        for (int day = 0; day < counts.length; day++) {
            if (counts[day] > 0) {
                days[used] = listening.day(day);
                plays[used++] = counts[day];
            }
        }
        return SubjectSums.ofRecording(
                listening.playsOfRecording(recording),
                justOver,
                Arrays.copyOf(days, used),
                Arrays.copyOf(plays, used));
    }

    private void devices(BiConsumer<Subject, SubjectSums> receiver) {
        long[] plays = new long[listening.devices()];
        for (int i = 0; i < listening.size(); i++) {
            plays[listening.deviceOf(i)]++;
        }
        for (int device = 0; device < plays.length; device++) {
            if (listening.device(device) != ScreenedPlay.UNKNOWN_DEVICE) {
                receiver.accept(Subject.device(listening.device(device)), SubjectSums.ofDevice(plays[device]));
            }
        }
    }

    /** Of all terms in force, so that one sum serves them all; each looks at its own again when it is applied. */
    private long fewestRecordings() {
        return thresholds.enabled(Rule.OVERLAP).stream()
                .mapToLong(terms -> terms.least("min_recordings"))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Cohorts of a subscriber, in a fixed order. */
    static List<String> cohorts(Listening listening) {
        CohortSketch sketch = new CohortSketch();
        for (int recording = 0; recording < listening.recordings(); recording++) {
            sketch.add(listening.isrc(recording));
        }
        return sketch.cohorts();
    }
}
