package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.ArtistUsage;
import angklung.avro.PeriodControl;
import angklung.avro.PlayEvent;
import angklung.avro.RecordingArtists;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningRule;

/** What the counting node receives: one type for each kind of source, and the two outcomes of validation. */
sealed interface IntakeInput {

    /**
     * A good play.
     *
     * @param isrc normalised
     * @param key raw key of the record, in case that the play conflicts with an earlier one
     * @param value raw value, likewise
     */
    record Play(PlayEvent event, Place place, String isrc, byte[] key, byte[] value) implements IntakeInput {}

    /**
     * A play that is refused.
     *
     * @param event null if it cannot be read
     */
    record Refused(Refusal refusal, PlayEvent event, byte[] key, byte[] value) implements IntakeInput {}

    /** A new agreement, or a new version of one. */
    record Terms(Agreement agreement) implements IntakeInput {}

    /** The credited artists of a recording. */
    record Artists(RecordingArtists credits) implements IntakeInput {}

    /** What an intake task, this one among them, says about artists. */
    record Standing(ArtistUsage usage) implements IntakeInput {}

    /** Thresholds of screening. */
    record Rule(ScreeningRule rule) implements IntakeInput {}

    /** What an operator decided on a hit. */
    record Decision(ScreeningDecision decision) implements IntakeInput {}

    /** A command of the closer. */
    record Command(PeriodControl control) implements IntakeInput {}
}
