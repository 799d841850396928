using System.CommandLine;
using System.Runtime.InteropServices;
using Chaos.Bpf;
using Chaos.Cli;
using Chaos.Cli.Commands;
using Chaos.Containers;
using Chaos.Experiments;
using Chaos.Runs;

RootCommand root = new("Chaos: what a fix variant and a larger map are worth to the connections behind a NAT.")
{
    RunCommand.Create(),
    PlanCommand.Create(),
    ValidateCommand.Create(),
    ReportCommand.Create(),
    DoctorCommand.Create(),
    CleanCommand.Create(),
    SchemaCommand.Create(),
    MapCommand.Create(),
    AnalyzeCommand.Create(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors) Console.Error.WriteLine($"chaos: {error.Message}");
    Console.Error.WriteLine("chaos: see `./chaos --help`, or --help behind a verb");
    return ExitCode.Usage;
}

// Ctrl-C once: stop, remove the containers, keep the partial run. Twice: at once.
using CancellationTokenSource interruption = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

try
{
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
}
catch (OperationCanceledException) when (interruption.IsCancellationRequested)
{
    Console.Error.WriteLine("chaos: interrupted; what was done is kept");
    return ExitCode.Interrupted;
}
catch (Exception refused) when (refused is UsageException or RefusedException or RunFolderException)
{
    Console.Error.WriteLine($"chaos: {refused.Message}");
    return ExitCode.Usage;
}
catch (DamagedRunException damaged)
{
    Console.Error.WriteLine($"chaos: {damaged.Message}");
    return ExitCode.BadInput;
}
catch (Exception missing) when (missing is DockerUnavailableException or KernelUnfitException or BpfException)
{
    Console.Error.WriteLine($"chaos: {missing.Message}");
    return ExitCode.Unavailable;
}
catch (Exception bug)
{
    Console.Error.WriteLine($"chaos: this is a bug of ours, please report it: {bug}");
    return ExitCode.Internal;
}

void Interrupt(PosixSignalContext context)
{
    if (interruption.IsCancellationRequested) return;
    context.Cancel = true;
    Console.Error.WriteLine("chaos: stopping; once more to stop at once");
    interruption.Cancel();
}
