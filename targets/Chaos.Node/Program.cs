using Chaos.Control;
using Chaos.Linux;
using Chaos.Node;

ControlChannel control = new(
    buffer => Descriptors.Read(Descriptors.StandardInput, buffer),
    bytes => Descriptors.Write(Descriptors.StandardOutput, bytes));
try
{
    using NodeProgram program = new(control, new RunClock(TimeProvider.System));
    program.Run();
    return 0;
}
catch (Exception error)
{
    // The last words of a container without a log go to whoever steers it.
    control.Send(new Error { Text = $"the node fails: {error.Message} ({error.GetType().Name})" });
    control.Flush();
    return 70;
}
