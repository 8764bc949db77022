package angklung.settlement;

import angklung.model.Period;

/**
 * What was reserved in a period and is released in the first run of the period in which it is due, or later.
 *
 * @param from period of the run that reserved it
 * @param due by the party's terms when it was reserved
 * @param amount in micros
 */
record Reserve(Period from, Period due, long amount) {}
