using System.Diagnostics;
using System.Diagnostics.Metrics;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Core.Tests;

public sealed class SecurityEventsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_sink_takes_the_event()
    {
        var (one, two) = (new RecordingSink(), new RecordingSink());
        new SecurityEvents([one, two], null, new FakeTimeProvider(Noon)).Report(SecurityEventKinds.SnapshotRefused, "CKS101", "ann", "acme");
        var expected = new SecurityEvent(SecurityEventKinds.SnapshotRefused, Noon) { Detail = "CKS101", SubjectId = "ann", TenantId = "acme" };
        Assert.Equal([expected, expected], one.Events.Concat(two.Events));
        Assert.Equal(SecurityEventSeverity.Warning, expected.Severity);
    }

    [Fact]
    public void A_broken_sink_keeps_nothing_from_others_or_from_whoever_reports()
    {
        using var meters = new Meters();
        var sound = new RecordingSink();
        new SecurityEvents([new BrokenSink(), sound], meters).Report(SecurityEventKinds.LastKnownGoodUsed);
        Assert.Single(sound.Events);
        Assert.Equal([("cks.security.events", "kind=snapshot.last_known_good.used"), ("cks.security.sink_failures", "kind=snapshot.last_known_good.used")], meters.Measured);
    }

    [Fact]
    public void The_only_tag_is_the_kind()
    {
        using var meters = new Meters();
        new SecurityEvents([], meters).Report(SecurityEventKinds.SnapshotRolledBack, "detail", "ann", "acme");
        Assert.Equal([("cks.security.events", "kind=snapshot.rolled_back")], meters.Measured);
    }

    [Fact]
    public void The_activity_holds_the_kind_and_no_person()
    {
        using var activity = new Activity("request").Start();
        new SecurityEvents([]).Report(SecurityEventKinds.SnapshotRefused, "detail", "ann", "acme");
        Assert.Equal([new KeyValuePair<string, object?>("kind", "snapshot.refused")], Assert.Single(activity.Events).Tags);
    }

    [Theory]
    [InlineData("plain åé 漢 😀", "plain åé 漢 😀")]
    [InlineData("a\r\nADMIN: permitted", @"a\u000d\u000aADMIN: permitted")]
    [InlineData("\u001b[2J", @"\u001b[2J")]
    [InlineData("a\u2028b\u2029c", @"a\u2028b\u2029c")]
    [InlineData("right\u202eleft", @"right\u202eleft")]
    [InlineData("zero\u200bwidth", @"zero\u200bwidth")]
    [InlineData(@"DOMAIN\ann", @"DOMAIN\ann")]
    public void What_forges_a_line_is_escaped(string text, string expected) => Assert.Equal(expected, new SecurityEvent(SecurityEventKinds.SnapshotRefused, Noon) { Detail = text }.Detail);

    [Fact]
    public void Half_a_character_is_escaped() => Assert.Equal(@"lone\ud800!", Detail("lone\ud800!"));

    [Fact]
    public void Whatever_comes_in_is_one_bounded_line_and_stays_so() =>
        Gen.Char.Array[0, 80].Sample(text =>
        {
            var detail = Detail(new(text));
            return detail.Length <= 6 * text.Length && !detail.Any(char.IsControl) && !detail.AsSpan().ContainsAny("\u2028\u2029\u202e") && Detail(detail) == detail;
        });

    [Fact]
    public void Long_text_is_cut()
    {
        Assert.Equal(new string('x', 512) + "...", Detail(new('x', 100_000)));
        Assert.Equal(131, new SecurityEvent(SecurityEventKinds.SnapshotRefused, Noon) { SubjectId = new('x', 129) }.SubjectId.Length);
    }

    [Fact]
    public void Kinds_are_a_closed_list_with_well_formed_ids()
    {
        Assert.Equal(SecurityEventKinds.All.Select(k => k.Id).Distinct().Order(StringComparer.Ordinal), SecurityEventKinds.All.Select(k => k.Id));
        Assert.Equal(typeof(SecurityEventKinds).GetProperties().Count(p => p.PropertyType == typeof(SecurityEventKind)), SecurityEventKinds.All.Count);
        Assert.All(SecurityEventKinds.All, k => Assert.Matches(@"\A[a-z_]+(\.[a-z_]+)*\z", k.Id));
    }

    private static string Detail(string text) => new SecurityEvent(SecurityEventKinds.SnapshotRefused, Noon) { Detail = text }.Detail;

    private sealed class BrokenSink : ISecurityEventSink
    {
        public void Report(SecurityEvent securityEvent) => throw new InvalidOperationException();
    }

    private sealed class Meters : IMeterFactory
    {
        private readonly Meter _meter;
        private readonly MeterListener _listener = new();

        public Meters()
        {
            _meter = new(SecurityEvents.MeterName, null, null, this);
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == _meter)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Measured.Add((instrument.Name, string.Join(',', tags.ToArray().Select(t => $"{t.Key}={t.Value}")))));
            _listener.Start();
        }

        public List<(string Name, string Tags)> Measured { get; } = [];

        public Meter Create(MeterOptions options) => options.Name == _meter.Name ? _meter : throw new ArgumentException(options.Name);

        public void Dispose()
        {
            _listener.Dispose();
            _meter.Dispose();
        }
    }
}
