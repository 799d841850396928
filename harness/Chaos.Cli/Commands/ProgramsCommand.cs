using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Chaos.Cluster;
using Chaos.Containers;
using Chaos.Containers.Images;
using Chaos.Runs;

namespace Chaos.Cli.Commands;

/// <summary>`programs`: the static programs of containers, as files.</summary>
internal static class ProgramsCommand
{
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The folder; the files go into a folder of this machine's platform in it.", HelpName = "DIR",
    };

    private static readonly Option<string?> Image = new("--worker-image")
    {
        Description = "Builds an image that runs shards of simulations, from this command line and its .NET runtime.",
        HelpName = "NAME",
    };

    private static readonly Option<bool> Push = new("--push")
    {
        Description = "Pushes the worker's image to its registry, with the credentials of the docker command.",
    };

    public static Command Create()
    {
        Verb command = new(
            "programs", "Writes the static programs of node and endpoints, for packages and for machines without an engine.",
            "programs --out programs", "programs --worker-image registry.example/chaos-worker:1 --push")
        {
            Out, Image, Push,
        };
        command.SetAction(WriteAsync);
        return command;
    }

    private static async Task<int> WriteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string? image = parsed.GetValue(Image), folder = parsed.GetValue(Out);
        if (image is null && folder is null)
            throw new UsageException("programs: name a folder with --out, or an image with --worker-image");
        if (image is null && parsed.GetValue(Push)) throw new UsageException("--push pushes the image of --worker-image");
        if (image is not null) await BuildAsync(image, parsed.GetValue(Push), cancellation);
        if (folder is not null) await WriteAsync(folder, cancellation);
        return ExitCode.Pass;
    }

    private static async Task BuildAsync(string image, bool push, CancellationToken cancellation)
    {
        using DockerEngine engine = await DockerEngine.ConnectAsync(cancellation);
        await WorkerImage.BuildAsync(engine, image, cancellation);
        Console.Out.WriteLine(image);
        if (!push) return;
        // The docker command knows the user's registries, their credentials and helpers.
        using Process docker = StartPush(image);
        await docker.WaitForExitAsync(cancellation);
        if (docker.ExitCode != 0) throw new EngineException($"docker push {image}: exit {docker.ExitCode}; `docker login` may be missing");
    }

    private static Process StartPush(string image)
    {
        try
        {
            return Process.Start("docker", ["push", image]);
        }
        catch (Win32Exception missing)
        {
            throw new EngineException("the docker command is missing; install docker-cli, or push the image yourself", missing);
        }
    }

    private static async Task WriteAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            foreach (string file in await ProgramExport.WriteAsync(folder, TimeProvider.System, cancellation)) Console.Out.WriteLine(file);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotCreate(folder, refused);
        }
    }
}
