using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// What a property's own limits allow and its element does not survive, in C code that looks at the value without asking what
/// it is. Rules where there are some; for the rest a list, by the class that has the property.
/// </summary>
internal static unsafe class PropertyTraps
{
    private const string NoTime = "that is what GStreamer writes for no time: give a time";

    private static readonly Dictionary<(string Owner, string Property), Trap> s_traps = new()
    {
        [("GstBaseSink", "render-delay")] = Trap.Most(long.MaxValue, NoTime),
        [("GstPipeline", "delay")] = Trap.Most(long.MaxValue, NoTime),
        [("GstAggregator", "latency")] = Trap.Most(long.MaxValue, NoTime),
        [("GstAudioAggregator", "output-buffer-duration")] = Trap.Most(int.MaxValue, "the element counts these nanoseconds in 31 bits"),
        [("GstAATv", "width")] = Trap.Most(32767, "the element draws into memory of width times height letters"),
        [("GstAATv", "height")] = Trap.Most(32767, "the element draws into memory of width times height letters"),
        [("GstCACATv", "font")] = Trap.Most(1, "the element takes the number for the place in its list of fonts"),
        [("GstRawVideoParse", "format")] = Trap.Least(2, "0 is no format, and 1 says that it is packed in one"),
        [("GstRawAudioParse", "pcm-format")] = Trap.Least(2, "0 is no format, and 1 says that it is packed in one"),
        [("GstEncodeBaseBin", "profile")] = Trap.NotNull,
        [("GstEncodeBin", "profile")] = Trap.NotNull, // before 1.20
        [("GstMultiFileSrc", "caps")] = new Trap(static v => IsOneFormat(v), "it needs caps that name exactly one format"),
        [("GstAutoDetect", "filter-caps")] = Trap.NotNull,
        [("GstDataURISrc", "uri")] = Trap.NotNull,
        [("GstUDPSrc", "uri")] = Trap.NotNull,
        [("GstUDPSink", "host")] = Trap.NotNull,
        [("GstMultiUDPSink", "clients")] = Trap.NotNull,
        [("GstRTSPSrc", "location")] = Trap.NotNull,
        [("GstGdkPixbufOverlay", "location")] = Trap.NotNull,
        [("GstShout2send", "streamname")] = Trap.NotNull,
        [("GstShout2send", "description")] = Trap.NotNull,
        [("GstShout2send", "genre")] = Trap.NotNull,
        [("GstAudioInterleave", "channel-positions")] = Trap.Filled,
        [("GstTee", "alloc-pad")] = Trap.NotNull,
        [("GstSoupHttpClientSink", "proxy")] = new Trap(static v => IsAddress(v), "it needs an address like 'http://proxy.example:8080'"),
        [("GstV4l2Src", "pixel-aspect-ratio")] = Trap.Ratio,
        [("GstV4l2Sink", "pixel-aspect-ratio")] = Trap.Ratio,
        [("GstJackAudioSrc", "server")] = new Trap(static v => IsShort(v), "JACK's names of servers are shorter than 200 characters"),
        [("GstJackAudioSink", "server")] = new Trap(static v => IsShort(v), "JACK's names of servers are shorter than 200 characters"),
        [("GstRtpRtxSend", "payload-type-map")] = Trap.Numbers,
        [("GstRtpRtxSend", "clock-rate-map")] = Trap.Numbers,
        [("GstRtpRtxSend", "ssrc-map")] = Trap.Numbers,
        [("GstRtpRtxReceive", "payload-type-map")] = Trap.Numbers,
        [("GstRtpRtxReceive", "ssrc-map")] = Trap.Numbers,
    };

    /// <summary>Whether the property is in the list, so that a text for it is worth reading before C does.</summary>
    internal static bool Has(GParamSpec* spec) => s_traps.ContainsKey(KeyOf(spec));

    /// <summary>Throws for a value that the element would not survive.</summary>
    /// <param name="target">The element; null where it is not made yet.</param>
    /// <param name="element">Its type.</param>
    /// <param name="spec">The property.</param>
    /// <param name="value">A value of the property's type, within its limits.</param>
    /// <exception cref="ArgumentException">The value is one of those.</exception>
    internal static void Check(GObject* target, nuint element, GParamSpec* spec, GValue* value)
    {
        if (s_traps.TryGetValue(KeyOf(spec), out Trap? trap) && !trap.Takes((nint)value))
        {
            throw Refusal(spec, value, trap.Otherwise);
        }

        // encodebin2 makes its only pad of a profile without a container, and has none.
        if (KeyOf(spec) == ("GstEncodeBaseBin", "profile") && NameOf(element) == "GstEncodeBin2" && NameOf(((GTypeInstance*)LibGObject.g_value_get_object(value))->g_class->g_type) != "GstEncodingContainerProfile")
        {
            throw Refusal(spec, value, "encodebin2 needs a profile with a container, as in 'application/ogg:audio/x-vorbis'; encodebin takes one without");
        }

        if (target is not null && LibGObject.g_type_fundamental(value->g_type) == GstConstants.G_TYPE_OBJECT
            && LibGObject.g_value_get_object(value) is var instance && instance is not null)
        {
            CheckObject(target, spec, value, (GTypeInstance*)instance);
        }
    }

    private static void CheckObject(GObject* target, GParamSpec* spec, GValue* value, GTypeInstance* instance)
    {
        bool isElement = LibGObject.g_type_check_instance_is_a(instance, LibGst.gst_element_get_type()) != 0;
        bool isPad = LibGObject.g_type_check_instance_is_a(instance, LibGst.gst_pad_get_type()) != 0;
        if (!isElement && !isPad)
        {
            return;
        }

        Native.GstObject* parent = LibGst.gst_object_get_parent((Native.GstObject*)instance);
        bool mine = parent == (Native.GstObject*)target;
        bool free = parent is null;
        if (parent is not null)
        {
            LibGst.gst_object_unref(parent);
        }

        if (isPad && !(mine && IsRequested((Native.GstPad*)instance)))
        {
            throw Refusal(spec, value, "it takes only pads of this element itself that were requested from it");
        }

        if (isElement && (instance == (GTypeInstance*)target || LibGst.gst_object_has_as_ancestor((Native.GstObject*)target, (Native.GstObject*)instance) != 0))
        {
            throw Refusal(spec, value, "an element cannot be inside of itself");
        }

        if (isElement && !free && !IsPresent(target, spec, instance))
        {
            throw Refusal(spec, value, "that element is in a bin already; take it out of there, or create another one");
        }
    }

    private static bool IsRequested(Native.GstPad* pad) =>
        pad->padtemplate is not null && pad->padtemplate->presence == Native.GstPadPresence.GST_PAD_REQUEST;

    private static bool IsPresent(GObject* target, GParamSpec* spec, GTypeInstance* instance)
    {
        if ((spec->flags & GParamFlags.G_PARAM_READABLE) == 0)
        {
            return false;
        }

        GValue present = default;
        LibGObject.g_value_init(&present, spec->value_type);
        LibGObject.g_object_get_property(target, spec->name, &present);
        bool same = LibGObject.g_value_get_object(&present) == instance;
        LibGObject.g_value_unset(&present);
        return same;
    }

    private static bool IsOneFormat(nint value)
    {
        Native.GstCaps* caps = (Native.GstCaps*)LibGObject.g_value_get_boxed((GValue*)value);
        return caps is not null && LibGst.gst_caps_is_fixed(caps) != 0;
    }

    private static bool IsAddress(nint value) =>
        NativeText.Read(LibGObject.g_value_get_string((GValue*)value)) is not { Length: > 0 } text || (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.IsWellFormedOriginalString());

    private static bool IsShort(nint value) => NativeText.Read(LibGObject.g_value_get_string((GValue*)value)) is not { Length: >= 200 };

    private static (string, string) KeyOf(GParamSpec* spec) =>
        (NameOf(spec->owner_type), NativeText.Read(spec->name) ?? "");

    private static string NameOf(nuint type) => NativeText.Read(LibGObject.g_type_name(type)) ?? "";

    private static ArgumentException Refusal(GParamSpec* spec, GValue* value, string otherwise)
    {
        object? read = NativeValue.Read(value);
        string text = read switch { null => "null", GstObject named => named.Name, _ => read.ToString() ?? "" };
        (read as IDisposable)?.Dispose();
        (string owner, string property) = KeyOf(spec);
        return new ArgumentException($"The value '{(text.Length > 200 ? text[..200] + "…" : text)}' is none that the property '{property}' of {owner} survives: {otherwise}.", nameof(value));
    }

    /// <summary>A question to a value, and what is to be given otherwise.</summary>
    private sealed class Trap(Func<nint, bool> takes, string otherwise)
    {
        internal Func<nint, bool> Takes { get; } = takes;

        internal string Otherwise { get; } = otherwise;

        internal static Trap NotNull { get; } = new(static v => IsSet((GValue*)v), "it needs a value; the element looks into it without asking");

        internal static Trap Filled { get; } = new(static v => (GValueArray*)LibGObject.g_value_get_boxed((GValue*)v) is var array && array is not null && array->n_values > 0, "it needs one value at least");

        internal static Trap Numbers { get; } = new(static v => HoldsNumbers((GValue*)v), "it needs a structure whose fields are all of type uint, as in 'map, 96=(uint)97'");

        internal static Trap Ratio { get; } = new(static v => IsRatio((GValue*)v), "it needs a fraction like '4/3', of numbers that fit 31 bits");

        internal static Trap Most(long most, string otherwise) => new(v => NumberOf((GValue*)v) <= most, $"{otherwise}, {most} at most");

        internal static Trap Least(long least, string otherwise) => new(v => NumberOf((GValue*)v) >= least, $"{otherwise}; {least} at least");

        private static bool IsSet(GValue* value) => LibGObject.g_type_fundamental(value->g_type) switch
        {
            GstConstants.G_TYPE_STRING => LibGObject.g_value_get_string(value) is not null,
            GstConstants.G_TYPE_BOXED => LibGObject.g_value_get_boxed(value) is not null,
            _ => LibGObject.g_value_get_object(value) is not null,
        };

        private static bool IsRatio(GValue* value) =>
            NativeText.Read(LibGObject.g_value_get_string(value)) is not { } text || (TextNumber.SurvivesAsFraction(text) && TextNumber.IsFraction(text));

        private static bool HoldsNumbers(GValue* value)
        {
            Native.GstStructure* map = (Native.GstStructure*)LibGObject.g_value_get_boxed(value);
            bool numbers = true;
            for (uint i = 0; map is not null && i < LibGst.gst_structure_n_fields(map); i++)
            {
                numbers &= LibGst.gst_structure_get_field_type(map, LibGst.gst_structure_nth_field_name(map, i)) == GstConstants.G_TYPE_UINT;
            }

            return numbers;
        }

        private static Int128 NumberOf(GValue* value) => LibGObject.g_type_fundamental(value->g_type) switch
        {
            GstConstants.G_TYPE_INT => LibGObject.g_value_get_int(value),
            GstConstants.G_TYPE_UINT => LibGObject.g_value_get_uint(value),
            GstConstants.G_TYPE_INT64 => LibGObject.g_value_get_int64(value),
            GstConstants.G_TYPE_UINT64 => LibGObject.g_value_get_uint64(value),
            GstConstants.G_TYPE_ENUM => LibGObject.g_value_get_enum(value),
            _ => 0,
        };
    }
}
