package angklung.close;

import angklung.avro.CloseState;
import angklung.model.Period;
import java.util.List;

/** Told how a close proceeds, by the thread that drives it. */
public interface CloseListener {
    /** Listens to nothing. */
    CloseListener NONE = new CloseListener() {};

    /** The state was recorded just now. */
    default void reached(String dsp, Period period, CloseState state) {}

    /** The state of a later revision was recorded just now. */
    default void revising(String dsp, Period period, int revision, CloseState state) {}

    /** A settlement run was ordered just now. */
    default void settling(String dsp, SettlementRun run) {}

    /** Nothing can be done until this has happened; called when the list changes. */
    default void waiting(List<String> missing) {}
}
