using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using Version = System.Version;

namespace Chaos.Containers;

/// <summary>
/// A Docker engine that answers, spoken to in the newest version that both sides know. The endpoint is the docker command's
/// own: DOCKER_HOST, else the current context, else the local socket.
/// </summary>
public sealed class DockerEngine : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long it may answer nothing to anybody before it is taken to hang.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(30);
    private static readonly Version newestKnown = new(1, 44);
    private static readonly Version oldestUsable = new(1, 41);

    private DockerEngine(DockerClient client, VersionResponse version, Version api)
    {
        Client = client;
        Version = version.Version;
        Api = api;
        IsLocal = client.Options.Endpoint.Scheme is "unix" or "npipe";
    }

    /// <summary>The client of the newest version that both sides know.</summary>
    public DockerClient Client { get; }

    /// <summary>The engine's own version, e.g. "20.10.24".</summary>
    public string Version { get; }

    public Version Api { get; }

    /// <summary>On this machine: then the host's processes and clock are the containers' too.</summary>
    public bool IsLocal { get; }

    /// <summary>Finds the engine. Any later call throws <see cref="DockerUnavailableException"/> when the engine hangs.</summary>
    /// <exception cref="DockerUnavailableException">None answers, or it is too old.</exception>
    public static Task<DockerEngine> ConnectAsync(CancellationToken cancellation) =>
        ConnectAsync(new DockerClientBuilder(), SilenceLimit, cancellation);

    public void Dispose() => Client.Dispose();

    /// <summary>The first process of a container, by its number on the engine's machine.</summary>
    public async Task<long> ProcessOfAsync(Topologies.ContainerProgram program, CancellationToken cancellation = default) =>
        (await Client.Containers.InspectContainerAsync(program.Id, cancellation)).State?.Pid ?? 0;

    internal static async Task<DockerEngine> ConnectAsync(
        DockerClientBuilder builder, TimeSpan silenceLimit, CancellationToken cancellation)
    {
        VersionResponse version;
        Uri endpoint;
        using (DockerClient anyVersion = OpenFirst(builder, silenceLimit))
        {
            endpoint = anyVersion.Options.Endpoint;
            version = await AskVersionAsync(anyVersion, endpoint, cancellation);
        }
        Version api = Negotiate(version);
        return new DockerEngine(Open(new DockerClientBuilder().WithEndpoint(endpoint).WithApiVersion(api), silenceLimit), version, api);
    }

    /// <summary>Whether it is still there.</summary>
    public async Task<bool> AnswersAsync()
    {
        using CancellationTokenSource limit = new(AnswerTimeout);
        try
        {
            await Client.System.PingAsync(limit.Token);
            return true;
        }
        catch (Exception error) when (IsEngineTrouble(error) || error is OperationCanceledException)
        {
            return false;
        }
    }

    /// <exception cref="DockerUnavailableException">The engine went away.</exception>
    public async Task ThrowIfGoneAsync(Exception? cause = null)
    {
        if (!await AnswersAsync())
            throw new DockerUnavailableException("the Docker engine went away in the middle; what it was running is lost, what was "
                + "done before is kept", "systemctl start docker, and the same command with --resume", cause);
    }

    /// <summary>What the client throws when the engine refuses, or does not answer.</summary>
    public static bool IsEngineTrouble(Exception error) =>
        error is HttpRequestException or IOException or SocketException or TimeoutException or DockerApiException or ObjectDisposedException
        || (error is AggregateException several && several.InnerExceptions.All(IsEngineTrouble));

    /// <summary>Makes sure that it has images which somebody else made.</summary>
    /// <exception cref="DockerUnavailableException">One is missing.</exception>
    public async Task RequireAsync(IEnumerable<string> images, CancellationToken cancellation)
    {
        foreach (string image in images)
            if (!await HasImageAsync(image, cancellation))
                throw new DockerUnavailableException($"the engine has no image {image}, and Chaos pulls none", $"docker pull {image}");
    }

    /// <param name="name">With its tag, or an ID.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<bool> HasImageAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await Client.Images.InspectImageAsync(name, cancellation);
            return true;
        }
        catch (DockerImageNotFoundException)
        {
            return false;
        }
    }

    /// <exception cref="DockerUnavailableException">DOCKER_HOST, or a context, names no place where an engine could be.</exception>
    private static DockerClient OpenFirst(DockerClientBuilder builder, TimeSpan silenceLimit)
    {
        try
        {
            return Open(builder, silenceLimit);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new DockerUnavailableException(
                $"the address of the Docker engine makes no sense ({error.Message.TrimEnd('.')}); DOCKER_HOST is a URL such as "
                + "unix:///var/run/docker.sock",
                "unset DOCKER_HOST", error);
        }
    }

    private static DockerClient Open(DockerClientBuilder builder, TimeSpan silenceLimit)
    {
        AnswerLimit door = new(silenceLimit, TimeProvider.System);
        DockerClient client = builder.WithAuthProvider(door).Build();
        door.Engine = client.Options.Endpoint;
        return client;
    }

    private static async Task<VersionResponse> AskVersionAsync(DockerClient client, Uri endpoint, CancellationToken cancellation)
    {
        try
        {
            return await client.System.GetVersionAsync(cancellation);
        }
        catch (Exception error) when (
            error is HttpRequestException or AggregateException or IOException or TimeoutException or DockerApiException)
        {
            string reason = error.GetBaseException() is SocketException { SocketErrorCode: SocketError.AccessDenied }
                ? $"the Docker engine at {endpoint} may not be used by this user"
                : $"no Docker engine answers at {endpoint} ({error.GetBaseException().Message})";
            string remedy = reason.Contains("may not", StringComparison.Ordinal)
                ? "sudo usermod -aG docker $USER, and log in again"
                : $"{DebianPackages.InstallCommand} && systemctl start docker";
            throw new DockerUnavailableException(reason, remedy, error);
        }
    }

    private static Version Negotiate(VersionResponse version)
    {
        Version newest = System.Version.Parse(version.APIVersion ?? "0.0");
        Version oldest = System.Version.Parse(version.MinAPIVersion ?? "0.0");
        Version api = newest < newestKnown ? newest : newestKnown < oldest ? oldest : newestKnown;
        return api >= oldestUsable
            ? api
            : throw new DockerUnavailableException(
                $"Docker engine {version.Version} is too old (API {newest}, wanted {oldestUsable})", DebianPackages.InstallCommand);
    }
}
