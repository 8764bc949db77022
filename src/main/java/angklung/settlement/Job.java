package angklung.settlement;

import angklung.stage.Budget;

/** A command being carried out, over as many turns as it takes. */
interface Job {
    /** What became of a turn. */
    enum Progress {
        /** Nothing more to do until something arrives. */
        WAITING,
        /** The budget is used up. */
        MORE,
        /** The command is carried out. */
        DONE
    }

    Progress advance(Budget budget);

    /** Where the next turn goes on. */
    byte[] cursor();
}
