package angklung.close;

import java.util.List;

/** What the close needs of the cluster that it runs on; each call is one observation or one transaction. */
interface CloseCluster {
    /** The offset behind the last data record of every partition of the service's plays, 0 where there is none. */
    List<Long> dataEnds(String dsp);

    /** The offsets that intake has committed on the service's plays, 0 where none. */
    List<Long> consumed(String dsp);

    /**
     * Writes all of the transition or nothing.
     *
     * @throws CloserFencedException if another closer has taken over
     */
    void commit(Transition transition);

    /**
     * Waits for further facts, up to the poll interval, and folds those that came.
     *
     * @return false if the deadline has passed
     */
    boolean awaitFacts(CloseJournal journal);
}
