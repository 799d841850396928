using System.Globalization;
using Chaos.Fuzz;
using SharpFuzz;

switch (args)
{
    case ["seeded", string packets, string seed]
        when long.TryParse(packets, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
        && ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out ulong start):
        Console.Out.WriteLine(new SeededRun(start).Feed(count, CancellationToken.None));
        return 0;
    case ["seeds", string folder, string inputs] when int.TryParse(inputs, NumberStyles.None, CultureInfo.InvariantCulture, out int number):
        Directory.CreateDirectory(folder);
        for (int input = 0; input < number; input++)
            File.WriteAllBytes(
                Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"seed-{input}")), SequenceTarget.Seed(input));
        return 0;
    case ["replay", string file] when File.Exists(file):
        new SequenceTarget().Feed(File.ReadAllBytes(file));
        return 0;
    case ["libfuzzer"] when Environment.GetEnvironmentVariable("__LIBFUZZER_SHM_ID") is not null:
        // Made by the first input: instrumented code must not run before Run has found the shared memory.
        SequenceTarget? target = null;
        try
        {
            Fuzzer.LibFuzzer.Run(bytes => (target ??= new SequenceTarget()).Feed(bytes));
        }
        catch (EndOfStreamException)
        {
            // The driver has closed its pipe: it is done.
        }

        return 0;
    default:
        Console.Error.WriteLine("""
            seeded PACKETS SEED   hostile packets drawn from a seed
            seeds FOLDER COUNT    inputs for a fuzzer to begin with
            replay FILE           one input of a fuzzer, once
            libfuzzer             driven by harness/fuzz/run
            """);
        return 64;
}
