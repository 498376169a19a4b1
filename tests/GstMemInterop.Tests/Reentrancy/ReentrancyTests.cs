using GstMemInterop.Tests.Fuzz;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Reentrancy;

/// <summary>Every public member around memories and buffers is called inside of every callback there is; the calls are written from the public face.</summary>
public class ReentrancyTests
{
    [Fact]
    public void H1_Every_call_inside_of_every_callback_is_answered_or_refused()
    {
        Needs.GStreamerVersion("1.20", "custom structure metas, which are among the callbacks");
        FuzzProgram.Run("reentrancy").Succeeded().Says("0 findings in all");
    }
}
