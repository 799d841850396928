using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Chaos.Containers.Dialects;
using Chaos.Control;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Chaos.Containers.Topologies;

/// <summary>A running container program and our end of its control channel.</summary>
public sealed class ContainerProgram : IAsyncDisposable
{
    private const int KeptComplaintCharacters = 4096;
    private const int KeptLines = 40;
    private const int KeptLineBytes = 500;

    /// <summary>How long a container may live on after its output has ended.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    private readonly DockerEngine engine;
    private readonly MultiplexedStream stream;
    private readonly ChannelWriter<ProgramEvent> events;
    private readonly IDialect dialect;
    private readonly SemaphoreSlim writing = new(1);
    private readonly LineAssembler lines;
    private readonly StringBuilder complaint = new();
    private readonly Queue<byte[]> lastLines = new();
    private readonly Task reading;
    private long sinceLine, logged;
    private bool garbled;
    private volatile bool closing;

    private ContainerProgram(
        DockerEngine engine, string name, string address, string id, IDialect dialect, MultiplexedStream stream,
        ChannelWriter<ProgramEvent> events)
    {
        this.engine = engine;
        this.stream = stream;
        this.events = events;
        this.dialect = dialect;
        lines = new LineAssembler(dialect.LongestLine);
        Name = name;
        Address = address;
        Id = id;
        reading = ReadAsync();
    }

    /// <summary>"node", "client-0", "server-3".</summary>
    public string Name { get; }

    /// <summary>The image that somebody else made; null: it is a program of ours.</summary>
    public string? Image { get; init; }

    /// <summary>The name for people.</summary>
    public string Title => Image is null ? Name : $"the image {Image}";

    /// <summary>The end of what it wrote to standard error, after a colon; empty if it wrote nothing.</summary>
    internal string LastWords => Complaint.Length > 0 ? $": {Complaint}" : "";

    /// <summary>Its own; the node's on the clients' network.</summary>
    public string Address { get; }

    /// <summary>The container's, for the engine.</summary>
    public string Id { get; }

    /// <summary>Attaches to a container that is created but not started: nothing it says is lost.</summary>
    internal static async Task<ContainerProgram> AttachAsync(
        DockerEngine engine, string name, string address, string id, IDialect dialect, string? image, ChannelWriter<ProgramEvent> events)
    {
        ContainerAttachParameters everything = new() { Stream = true, Stdin = true, Stdout = true, Stderr = true };
        MultiplexedStream stream = await engine.Client.Containers.AttachContainerAsync(id, everything);
        return new ContainerProgram(engine, name, address, id, dialect, stream, events) { Image = image };
    }

    /// <summary>Sends a message. To a program that is gone it is lost in silence; <see cref="ProgramEnded"/> tells of that.</summary>
    public async Task SendAsync(ControlMessage message, CancellationToken cancellation = default)
    {
        Utterance said = dialect.Say(message);
        if (said.Answer is { } answer) events.TryWrite(new ProgramSaid(this, answer));
        if (said.Line is { } line) await WriteAsync(line, cancellation);
    }

    internal async Task WriteAsync(byte[] bytes, CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(bytes, 0, bytes.Length, cancellation);
        }
        catch (IOException)
        {
            // The end of the read says it better.
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>What it said last and how the engine sees it, for whoever asks why it failed. As much as can still be had.</summary>
    public async Task<ProgramRecord> RecordAsync()
    {
        string state;
        try
        {
            using CancellationTokenSource limit = new(EndTimeout);
            ContainerInspectResponse inspection = await engine.Client.Containers.InspectContainerAsync(Id, limit.Token);
            state = JsonSerializer.Serialize(inspection.State);
        }
        catch (Exception error) when (
            DockerEngine.IsEngineTrouble(error) || error is OperationCanceledException or DockerUnavailableException)
        {
            state = $"not known: {error.Message}";
        }

        lock (lastLines) return new ProgramRecord(
            Name, state, [.. lastLines.Select(line => Encoding.UTF8.GetString(line))], Complaint);
    }

    /// <summary>Closes the channel: the program reads the end of its input and exits.</summary>
    public async ValueTask DisposeAsync()
    {
        closing = true;
        stream.Dispose();
        await reading;
        writing.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            byte[] buffer = new byte[64 << 10];
            while (!garbled)
            {
                MultiplexedStream.ReadResult read = await stream.ReadOutputAsync(buffer, 0, buffer.Length, CancellationToken.None);
                if (read.EOF)
                {
                    events.TryWrite(await DescribeEndAsync());
                    return;
                }

                if (read.Target == MultiplexedStream.TargetStream.StandardOut) Take(buffer.AsSpan(0, read.Count));
                else TakeLog(buffer.AsSpan(0, read.Count));
            }
        }
        catch (Exception error) when (closing || IsBrokenChannel(error))
        {
            // Closed or removed by ourselves; or else the engine has dropped the channel, and what the program says is lost.
            if (!closing) events.TryWrite(new ProgramGarbled(this, $"its control channel broke: {error.Message}"));
        }
    }

    private static bool IsBrokenChannel(Exception error) =>
        error is IOException or ObjectDisposedException or DockerApiException or HttpRequestException or OperationCanceledException
            or DockerUnavailableException;

    private string Complaint
    {
        get
        {
            lock (complaint) return complaint.ToString().Trim();
        }
    }

    private void TakeLog(ReadOnlySpan<byte> bytes)
    {
        lock (complaint)
            if (complaint.Length < KeptComplaintCharacters)
                complaint.Append(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, KeptComplaintCharacters)]));
        logged += bytes.Length;
        if (logged > dialect.LongestLog) Garble($"wrote more than {dialect.LongestLog >> 20} MiB to standard error");
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        lines.Append(bytes);
        sinceLine += bytes.Length;
        while (!garbled)
        {
            LineState state = lines.Read(out ReadOnlySpan<byte> line);
            if (state == LineState.Incomplete)
            {
                // The end of an endless line need not be waited for.
                if (sinceLine > dialect.LongestLine) Garble(EndlessLine);
                return;
            }

            sinceLine = 0;
            lock (lastLines)
            {
                if (lastLines.Count == KeptLines) lastLines.Dequeue();
                lastLines.Enqueue(line[..Math.Min(line.Length, KeptLineBytes)].ToArray());
            }
            if (state == LineState.TooLong) Garble(EndlessLine);
            else Decode(line);
        }
    }

    private string EndlessLine => $"wrote a line of more than {dialect.LongestLine} bytes";

    private void Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            events.TryWrite(new ProgramSaid(this, dialect.Read(line)));
        }
        catch (ControlFormatException error)
        {
            Garble(error.Message);
        }
    }

    /// <summary>Nothing more is read: what follows would be worth nothing, and there may be no end of it.</summary>
    private void Garble(string reason)
    {
        garbled = true;
        events.TryWrite(new ProgramGarbled(this, reason));
    }

    private async Task<ProgramEnded> DescribeEndAsync()
    {
        using CancellationTokenSource limit = new(EndTimeout);
        ContainerWaitResponse wait = await engine.Client.Containers.WaitContainerAsync(Id, limit.Token);
        ContainerInspectResponse inspection = await engine.Client.Containers.InspectContainerAsync(Id, limit.Token);
        return new ProgramEnded(this, wait.StatusCode, inspection.State?.OOMKilled ?? false);
    }
}
