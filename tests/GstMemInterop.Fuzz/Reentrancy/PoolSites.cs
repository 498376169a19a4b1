namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>The overrides of a pool, in one round of its life.</summary>
internal static class PoolSites
{
    private static readonly string[] s_overrides =
    [
        "AcquireBuffer", "AllocateBuffer", "ApplyConfig", "FlushStart", "FlushStop", "FreeBuffer", "ReleaseBuffer", "ResetBuffer", "Start", "Stop", "SupportedOptions",
    ];

    internal static IEnumerable<Site> All => s_overrides.Select(static callback => Site.Once($"pool {callback}", $"CustomBufferPool.{callback}", inside =>
    {
        using CallingPool pool = new();
        pool.Arm(callback, inside);
        Round(pool);
    })).Append(Site.Once("CustomBufferPool.Failed (an allocation that throws)", "CustomBufferPool.Failed", static inside =>
    {
        using CallingPool pool = new();
        Action<Subject> armed = Site.Armed(inside);
        pool.Failed += (_, _) => armed(new Subject(Pool: pool));
        pool.Arm("AllocateBuffer", static _ => throw new NotSupportedException("planted"));
        Round(pool);
    }));

    private static void Round(CallingPool pool)
    {
        using (GstBufferPoolConfig config = pool.GetConfig())
        {
            config.Size = 16;
            if (config.HasOption("none") || pool.HasOption("none") || !pool.TrySetConfig(config))
            {
                return;
            }
        }

        pool.Activate();
        for (int i = 0; i < 2; i++)
        {
            if (pool.TryAcquire(out GstBuffer? buffer))
            {
                Site.Holds(buffer.IsDisposed || buffer.Size <= 4096, "an acquired buffer is none");
                buffer.Dispose();
            }
        }

        if (pool.IsActive)
        {
            pool.SetFlushing(true);
            pool.SetFlushing(false);
        }

        pool.Deactivate();
    }

    private sealed class CallingPool : CustomBufferPool
    {
        private string? _callback;
        private Inside? _inside;
        private GstBufferPoolConfig? _config;

        internal void Arm(string callback, Inside inside) => (_callback, _inside) = (callback, inside);

        protected override IReadOnlyList<string> SupportedOptions
        {
            get
            {
                Enter(nameof(SupportedOptions));
                return base.SupportedOptions;
            }
        }

        protected override GstFlowReturn AcquireBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            Enter(nameof(AcquireBuffer));
            return base.AcquireBuffer(parameters, out buffer);
        }

        protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            Enter(nameof(AllocateBuffer));
            return base.AllocateBuffer(parameters, out buffer);
        }

        protected override bool ApplyConfig(GstBufferPoolConfig config)
        {
            _config = config;
            Enter(nameof(ApplyConfig));
            _config = null;
            return base.ApplyConfig(config);
        }

        protected override void FlushStart() => Enter(nameof(FlushStart));

        protected override void FlushStop() => Enter(nameof(FlushStop));

        protected override void FreeBuffer(GstBuffer buffer)
        {
            Enter(nameof(FreeBuffer), buffer);
            base.FreeBuffer(buffer);
        }

        protected override void ReleaseBuffer(GstBuffer buffer)
        {
            Enter(nameof(ReleaseBuffer), buffer);
            base.ReleaseBuffer(buffer);
        }

        protected override void ResetBuffer(GstBufferRef buffer)
        {
            Enter(nameof(ResetBuffer), null, buffer.DangerousHandle);
            base.ResetBuffer(buffer);
        }

        protected override bool Start()
        {
            Enter(nameof(Start));
            return base.Start();
        }

        protected override bool Stop()
        {
            Enter(nameof(Stop));
            return base.Stop();
        }

        private void Enter(string callback, GstBuffer? buffer = null, nint borrowed = 0)
        {
            if (_callback == callback && Interlocked.Exchange(ref _inside, null) is { } inside)
            {
                inside(new Subject(Pool: this, Buffer: buffer, BufferPointer: borrowed, Config: _config));
            }
        }
    }
}
