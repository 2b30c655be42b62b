package dev.routeface.sdk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
  private static final Path STATUS = Path.of("/proc/7/status");

  @Test
  void readsTheProcessorsName() {
    assertEquals(
        "AMD EPYC 9B14",
        Machine.processorName(
            List.of("processor\t: 0", "model name\t: AMD EPYC 9B14", "model name\t: another")));
    assertEquals("unknown", Machine.processorName(List.of("CPU architecture: 8")));
  }

  @Test
  void warnsOfABusyMachineAndOfAMissingEnvironment() {
    assertEquals(List.of(), machine(0.3, List.of("MALLOC_MMAP_MAX_")).warnings());
    assertEquals(
        List.of(
            "the load average was 0.31 before the bench began, above 0.3: other processes took a"
                + " share",
            "the launcher's environment is not set: ours ran without it, and the ratios are too"
                + " small"),
        machine(0.31, List.of()).warnings());
  }

  @Test
  void readsWhatItWrites() {
    Machine machine = machine(-1, List.of("MALLOC_MMAP_MAX_"));
    assertEquals(machine, Fields.of("test", machine.toJson()).read(Machine::of));
  }

  @Test
  void readsTheResidentSetInMebibytes() {
    assertEquals(
        1.5,
        ResidentSet.parse(STATUS, List.of("Name:\tjava", "VmRSS:\t    1536 kB", "VmData:\t 9 kB")));
    assertEquals(
        "/proc/7/status: expected a line VmRSS: COUNT kB, which Linux writes, found none",
        assertThrows(
                BadDataException.class, () -> ResidentSet.parse(STATUS, List.of("Name:\tjava")))
            .getMessage());
    long nobody = Long.MAX_VALUE;
    assertThrows(BadDataException.class, () -> ResidentSet.mebibytes(nobody));
  }

  @Test
  void aJvmTakesMoreThanTenMebibytes() {
    assertTrue(ResidentSet.mebibytes() > 10);
  }

  private static Machine machine(double load, List<String> tuning) {
    return new Machine("A processor", 2, "17", "Linux amd64", "PyTorch", 2, load, tuning);
  }
}
