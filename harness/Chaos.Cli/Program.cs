using System.CommandLine;
using System.Runtime.InteropServices;
using Chaos.Cli;
using Chaos.Cli.Commands;
using Chaos.Cli.Output;
using Chaos.Containers;

StandardStreams.Install();
RootCommand root = new("Chaos: what a fix variant and a larger map are worth to the connections behind a NAT.")
{
    RunCommand.Create(),
    PlanCommand.Create(),
    SizeCommand.Create(),
    ValidateCommand.Create(),
    ExplainCommand.Create(),
    ShrinkCommand.Create(),
    ReportCommand.Create(),
    CompareCommand.Create(),
    MergeCommand.Create(),
    FanOutCommand.Create(),
    WorkerCommand.Create(),
    DoctorCommand.Create(),
    CleanCommand.Create(),
    SchemaCommand.Create(),
    MapCommand.Create(),
    NatCommand.Create(),
    TargetsCommand.Create(),
    AnalyzeCommand.Create(),
    PairsCommand.Create(),
    ImportCommand.Create(),
    InitCommand.Create(),
    CompletionCommand.Create(),
    ProgramsCommand.Create(),
};

HelpWithExamples.Install(root);

ParseResult parsed = root.Parse(args);
if (parsed.Action?.ClearsParseErrors != true && CommandLineErrors.Of(parsed) is { Count: > 0 } errors)
{
    foreach (string error in errors) Console.Error.WriteLine($"chaos: {error}");
    Console.Error.WriteLine($"chaos: see `{CommandName.Text} --help`, or --help behind a verb");
    return ExitCode.Usage;
}

// Ctrl-C once: stop, remove the containers, keep the partial run. Twice: at once.
using CancellationTokenSource interruption = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt);

try
{
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
}
catch (Exception failure)
{
    return Failures.Report(failure, interruption.IsCancellationRequested);
}

void Interrupt(PosixSignalContext context)
{
    if (interruption.IsCancellationRequested) return;
    context.Cancel = true;
    Console.Error.WriteLine("chaos: stopping; once more to stop at once");
    interruption.Cancel();
}
