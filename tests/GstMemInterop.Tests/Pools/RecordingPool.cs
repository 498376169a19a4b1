using System.Collections.Concurrent;

namespace GstMemInterop.Tests.Pools;

/// <summary>Overrides everything, calls the base each time, writes down what was called; throws where it is told to.</summary>
internal sealed class RecordingPool : CustomBufferPool
{
    private readonly ConcurrentQueue<string> _calls = new();
    private int _reported;

    internal RecordingPool() => Failed += (_, _) => Interlocked.Increment(ref _reported);

    /// <summary>Whether a method throws, before or after it called the base.</summary>
    internal Func<string, bool> FailsBefore { get; set; } = static _ => false;

    internal Func<string, bool> FailsAfter { get; set; } = static _ => false;

    internal string[] Calls => [.. _calls];

    internal int Reported => Volatile.Read(ref _reported);

    internal GstBufferPoolAcquireParams LastParameters { get; private set; }

    protected override IReadOnlyList<string> SupportedOptions => Through(nameof(SupportedOptions), static () => (string[])["left", "right"]);

    protected override bool ApplyConfig(GstBufferPoolConfig config) => Through(nameof(ApplyConfig), () => base.ApplyConfig(config));

    protected override bool Start() => Through(nameof(Start), base.Start);

    protected override bool Stop() => Through(nameof(Stop), base.Stop);

    protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
    {
        Enter(nameof(AllocateBuffer));
        GstFlowReturn flow = base.AllocateBuffer(parameters, out buffer);
        Leave(nameof(AllocateBuffer));
        return flow;
    }

    protected override GstFlowReturn AcquireBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
    {
        Enter(nameof(AcquireBuffer));
        LastParameters = parameters;
        GstFlowReturn flow = base.AcquireBuffer(parameters, out buffer);
        Leave(nameof(AcquireBuffer));
        return flow;
    }

    protected override void ResetBuffer(GstBufferRef buffer)
    {
        Enter(nameof(ResetBuffer));
        base.ResetBuffer(buffer);
        Leave(nameof(ResetBuffer));
    }

    protected override void ReleaseBuffer(GstBuffer buffer)
    {
        Enter(nameof(ReleaseBuffer));
        base.ReleaseBuffer(buffer);
        Leave(nameof(ReleaseBuffer));
    }

    protected override void FreeBuffer(GstBuffer buffer)
    {
        Enter(nameof(FreeBuffer));
        base.FreeBuffer(buffer);
        Leave(nameof(FreeBuffer));
    }

    protected override void FlushStart()
    {
        Enter(nameof(FlushStart));
        base.FlushStart();
        Leave(nameof(FlushStart));
    }

    protected override void FlushStop()
    {
        Enter(nameof(FlushStop));
        base.FlushStop();
        Leave(nameof(FlushStop));
    }

    private T Through<T>(string method, Func<T> body)
    {
        Enter(method);
        T result = body();
        Leave(method);
        return result;
    }

    private void Enter(string method)
    {
        _calls.Enqueue(method);
        if (FailsBefore(method))
        {
            throw new PoolFaultException(method);
        }
    }

    private void Leave(string method)
    {
        if (FailsAfter(method))
        {
            throw new PoolFaultException(method);
        }
    }
}

internal sealed class PoolFaultException(string method) : Exception($"{method} was told to fail");
