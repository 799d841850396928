namespace Chaos.Containers.Topologies;

/// <summary>The last of a container program.</summary>
/// <param name="Name">"node", "client-0", "server-3".</param>
/// <param name="State">The engine's account of the container, as JSON: running or not, exit code, killed for memory, when.</param>
/// <param name="LastLines">What it last said on the control channel, each line cut to 500 bytes.</param>
/// <param name="Complaint">What it wrote to standard error.</param>
public sealed record ProgramRecord(string Name, string State, IReadOnlyList<string> LastLines, string Complaint)
{
    public override string ToString() => $"""
        {Name}
        state: {State}
        standard error: {(Complaint.Length > 0 ? Complaint : "nothing")}
        last lines of the control channel:
        {string.Join('\n', LastLines)}

        """;
}
