using Docker.DotNet.Handler.Abstractions;

namespace Chaos.Containers;

/// <summary>
/// Every request to the engine passes here: one that waits while the engine answers nothing at all, for too long, ends as an engine
/// that hangs. An engine that is merely busy answers others meanwhile. Docker 20.10 can deadlock in its networks so that removals
/// never return, while a ping, which therefore proves nothing, is answered.
/// </summary>
/// <remarks>The client has a timeout of its own, later, and ends it as a cancellation that nobody has asked for.</remarks>
internal sealed class AnswerLimit(TimeSpan silenceLimit, TimeProvider time) : DelegatingHandler, IAuthProvider
{
    /// <summary>Once it was found silent, nobody waits as long again: what is to be cleaned up is asked for, and given up.</summary>
    private static readonly TimeSpan SecondLimit = TimeSpan.FromSeconds(5);

    private readonly long opened = time.GetTimestamp();
    private long answered;
    private volatile bool silent;

    /// <summary>Whom it does not hear, for people.</summary>
    public Uri? Engine { get; set; }

    bool IAuthProvider.TlsEnabled => false;

    private TimeSpan Limit => silent && SecondLimit < silenceLimit ? SecondLimit : silenceLimit;

    /// <remarks>The one place where the client lets others stand in front of its transport.</remarks>
    HttpMessageHandler IAuthProvider.ConfigureHandler(HttpMessageHandler handler)
    {
        InnerHandler = handler;
        return this;
    }

    /// <exception cref="DockerUnavailableException">The engine hangs.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri?.AbsolutePath ?? "";
        // A build answers when its context has been sent.
        if (path.EndsWith("/build", StringComparison.Ordinal)) return await base.SendAsync(request, cancellationToken);
        using CancellationTokenSource givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long asked = Now;
        Task<HttpResponseMessage> answer = base.SendAsync(request, givenUp.Token);
        while (true)
        {
            TimeSpan left = Limit - TimeSpan.FromTicks(Now - Math.Max(asked, Volatile.Read(ref answered)));
            try
            {
                HttpResponseMessage response = await answer.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
                if (!path.EndsWith("/_ping", StringComparison.Ordinal)) Heard();
                return response;
            }
            catch (TimeoutException) when (!answer.IsCompleted)
            {
                if (left > TimeSpan.Zero) continue;
                silent = true;
                await givenUp.CancelAsync();
                throw Silence($"{request.Method} {path}");
            }
        }
    }

    /// <summary>Ticks of 100 ns since the client was opened.</summary>
    private long Now => time.GetElapsedTime(opened).Ticks;

    private void Heard()
    {
        Volatile.Write(ref answered, Now);
        silent = false;
    }

    private DockerUnavailableException Silence(string request) => new(
        $"the Docker engine at {Engine} hangs: it has answered nothing for {silenceLimit.TotalSeconds:0} s, to {request} neither",
        $"systemctl restart docker, then {CommandName.Text} clean");
}
