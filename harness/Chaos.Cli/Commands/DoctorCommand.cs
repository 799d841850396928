using System.CommandLine;
using System.Text.Json;
using Chaos.Containers.Doctor;

namespace Chaos.Cli.Commands;

/// <summary>`doctor`: what this machine lacks, and the command that mends it.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new("doctor", "Tells what this machine lacks for container runs, and the command that mends it.", "doctor") { Json };
        command.SetAction(ExamineAsync);
        return command;
    }

    private static async Task<int> ExamineAsync(ParseResult parsed, CancellationToken cancellation)
    {
        IReadOnlyList<Finding> findings = await DoctorChecks.RunAsync(cancellation);
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(findings, JsonText.Options));
        else foreach (Finding finding in findings) Print(finding);
        return findings.Any(finding => finding.Status == FindingStatus.Missing) ? ExitCode.Unavailable : ExitCode.Pass;
    }

    private static void Print(Finding finding)
    {
        Console.Out.WriteLine($"{finding.Status.ToString().ToLowerInvariant(),-8} {finding.Name}: {finding.Detail}");
        if (finding.Remedy is { Length: > 0 } remedy) Console.Out.WriteLine($"         mend it with: {remedy}");
    }
}
