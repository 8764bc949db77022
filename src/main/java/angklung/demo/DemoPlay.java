package angklung.demo;

import angklung.avro.PlayEvent;
import java.time.Instant;

/**
 * One record of a service's plays.
 *
 * @param dsp whose topic it goes to
 * @param key of the record
 * @param play null if the record is not a play at all
 * @param malformed the bytes of the record if it is not a play at all
 */
public record DemoPlay(String dsp, String key, PlayEvent play, byte[] malformed, Instant time) {}
