using System.Text;

namespace Chaos.Control.Tests;

/// <summary>The control channel is a public contract: container programs of other authors read and write these lines.</summary>
public sealed class GoldenMessageTests
{
    private const string WriteVariable = "CHAOS_WRITE_GOLDEN";
    private const string GoldenPath = "harness/tests/Chaos.Control.Tests/Golden/messages.jsonl";
    private const string Remedy =
        $"If the contract is meant to change, write the file again with `{WriteVariable}=1 dotnet test --project "
            + $"harness/tests/Chaos.Control.Tests`, "
        + $"review the difference, and commit {GoldenPath} with the change.";

    [Fact]
    public void Every_message_has_exactly_the_bytes_of_the_golden_file()
    {
        byte[][] lines = [.. ControlSamples.All.Select(ControlJson.Encode)];
        string path = Path.Combine(FindRoot(), GoldenPath);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1") File.WriteAllBytes(path, [.. lines.SelectMany(line => line)]);

        byte[] golden = File.ReadAllBytes(path);

        string[] expected = Encoding.UTF8.GetString(golden).Split('\n');
        for (int number = 0; number < lines.Length; number++)
        {
            string actual = Encoding.UTF8.GetString(lines[number]).TrimEnd('\n');
            if (number >= expected.Length || expected[number] != actual)
                Assert.Fail($"""
                    {ControlSamples.All[number].GetType().Name} is not what line {number + 1} of {GoldenPath} says.
                    expected: {expected.ElementAtOrDefault(number)}
                    actual:   {actual}
                    {Remedy}
                    """);
        }

        Assert.True(golden.AsSpan().SequenceEqual(
            (byte[])[.. lines.SelectMany(line => line)]), $"{GoldenPath} has other bytes than the messages. {Remedy}");
    }

    [Fact]
    public void Every_line_of_the_golden_file_is_read_as_the_message_it_was_written_from()
    {
        string[] lines = File.ReadAllLines(Path.Combine(FindRoot(), GoldenPath));

        Assert.Equal(
            ControlSamples.All.Select(sample => sample.GetType()), lines.Select(
            line => ControlJson.Decode(Encoding.UTF8.GetBytes(line)).GetType()));
        Assert.All(
            lines, line => Assert.Equal(
            $"{line}\n", Encoding.UTF8.GetString(ControlJson.Encode(ControlJson.Decode(Encoding.UTF8.GetBytes(line))))));
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Chaos.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
