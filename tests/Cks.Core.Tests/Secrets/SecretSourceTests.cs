using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Core.Tests;

public sealed class SecretSourceTests
{
    private static readonly string One = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly string Two = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray());
    private static readonly string Three = Convert.ToBase64String(Enumerable.Repeat((byte)3, 32).ToArray());

    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);
    private readonly FakeTimeProvider _clock = new(new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RecordingSink _sink = new();

    [Fact]
    public void What_changes_at_the_source_changes_in_the_secret_that_was_handed_out()
    {
        _values["Pepper"] = One;
        using var source = Watched(out var pepper);
        Assert.Equal([One], Live(pepper));

        // A new version, and the one before it for as long as it stands there: the same for a host that starts now.
        (_values["Pepper"], _values["PepperPrevious"]) = (Two, One);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([Two, One], Live(pepper));
        Assert.Equal([Two, One], Live(new SecretSource(_values.GetValueOrDefault).Bytes("Pepper")));
        Assert.True(pepper.Matches(Convert.FromBase64String(One)));

        _values["PepperPrevious"] = " ";
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([Two], Live(pepper));
        Assert.False(pepper.Matches(Convert.FromBase64String(One)));
        Assert.Equal([SecurityEventKinds.SecretRotated, SecurityEventKinds.SecretRotated], _sink.Kinds);
        Assert.Same(pepper, source.Bytes("Pepper"));
    }

    [Fact]
    public void What_becomes_unusable_stays_as_it_is_and_is_told_once()
    {
        _values["Pepper"] = One;
        using var source = Watched(out var pepper);
        foreach (var broken in (string?[])[null, "", "not base64", Convert.ToBase64String(new byte[31])])
        {
            _values["Pepper"] = broken;
            _clock.Advance(TimeSpan.FromSeconds(60));
            Assert.Equal([One], Live(pepper));
        }

        (_values["Pepper"], _values["PepperPrevious"]) = (Two, "short");
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([One], Live(pepper));
        Assert.Equal([SecurityEventKinds.SecretRefused], _sink.Kinds);
        _values["PepperPrevious"] = Three;
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([Two, Three], Live(pepper));
    }

    [Fact]
    public void A_start_without_a_usable_secret_stops_and_tells_no_value()
    {
        var source = new SecretSource(_values.GetValueOrDefault);
        foreach (var broken in (string?[])[null, "hunter2hunter2", Convert.ToBase64String("hunter2"u8)])
        {
            _values["Pepper"] = broken;
            var refused = Assert.Throws<CksConfigurationException>(() => source.Bytes("Pepper"));
            Assert.Equal(CksCodes.InvalidSetting, refused.Diagnostics[0].Code);
            Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
        }

        Assert.Throws<CksConfigurationException>(() => source.Text("Pepper2"));
        foreach (var name in (string[])["../passwd", "a/b", ".hidden", "a b"])
            Assert.Throws<ArgumentException>(() => source.Text(name));
        Assert.Throws<CksConfigurationException>(() => new SecretSource(_ => null, new() { Interval = TimeSpan.Zero }));
        Assert.Throws<CksConfigurationException>(() => new SecretSource(_ => null, new() { RotateAfter = TimeSpan.FromDays(1) }));
    }

    [Fact]
    public void A_secret_reminds_before_it_comes_of_age_once_a_day()
    {
        (_values["Pepper"], _values["PepperSince"]) = (One, "2026-12-01");
        using var source = Watched(out _);
        _clock.Advance(TimeSpan.FromDays(165));
        Assert.Empty(_sink.Events);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("Pepper is to be rotated 2027-05-30", Assert.Single(_sink.Events, e => e.Kind == SecurityEventKinds.SecretDue).Detail);
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Single(_sink.Events);
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(2, _sink.Events.Count);
        (_values["Pepper"], _values["PepperSince"]) = (Two, "2027-05-20");
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(2, _sink.Events.Count(e => e.Kind == SecurityEventKinds.SecretDue));
        _values["PepperSince"] = "some day";
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Contains(SecurityEventKinds.SecretRefused, _sink.Kinds);
    }

    [Theory]
    [InlineData("PepperSince")]
    [InlineData("PepperPrevious")]
    [InlineData("Pepper")]
    public void S12_a_reader_that_throws_ends_no_look_and_changes_nothing(string unreadable)
    {
        (_values["Pepper"], _values["PepperSince"]) = (One, "2020-01-01");
        var thrown = new Queue<Exception>([new KeyNotFoundException(), new HttpRequestException(), new InvalidOperationException(), new IOException()]);
        var isBroken = false;
        using var source = new SecretSource(name => isBroken && name == unreadable && thrown.TryDequeue(out var e) ? throw e : _values.GetValueOrDefault(name), null, _clock);
        var pepper = source.Bytes("Pepper");
        isBroken = true;
        source.Watch(_sink.AsEvents(_clock));
        for (var day = 0; day < 5; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal([One], Live(pepper));
        }

        Assert.Empty(thrown);
        Assert.Contains(SecurityEventKinds.SecretRefused, _sink.Kinds);
        Assert.All(_sink.Events, e => Assert.DoesNotContain(One[..8], e.Detail, StringComparison.Ordinal));
        // The look goes on.
        _values["Pepper"] = Two;
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([Two], Live(pepper));
        Assert.Contains(SecurityEventKinds.SecretDue, _sink.Kinds);
    }

    [Fact]
    public void Files_are_a_source()
    {
        var folder = Directory.CreateTempSubdirectory("cks-secrets-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "hook"), "whsec_one\n");
            using var source = SecretSource.Files(folder, clock: _clock);
            var hook = source.Text("hook");
            Assert.Equal("whsec_one", hook.Reveal());
            File.WriteAllText(Path.Combine(folder, "hook"), "whsec_two\n");
            File.WriteAllText(Path.Combine(folder, "hookPrevious"), "whsec_one\n");
            source.Refresh();
            Assert.Equal(["whsec_two", "whsec_one"], hook.RevealAccepted());
            Assert.Throws<ArgumentException>(() => source.Bytes("hook"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void No_event_and_no_print_has_a_value()
    {
        _values["Pepper"] = One;
        using var source = Watched(out var pepper);
        (_values["Pepper"], _values["PepperPrevious"], _values["PepperSince"]) = (Two, One, "2020-01-01");
        _clock.Advance(TimeSpan.FromSeconds(30));
        var all = string.Join('\n', _sink.Events.Select(e => e.ToString())) + pepper + JsonSerializer.Serialize(pepper) + JsonSerializer.Serialize(source) + source;
        Assert.NotEmpty(_sink.Events);
        foreach (var value in (string[])[One, Two])
            Assert.DoesNotContain(value[..8], all, StringComparison.Ordinal);
    }

    private SecretSource Watched(out Secret<byte[]> pepper)
    {
        var source = new SecretSource(_values.GetValueOrDefault, null, _clock);
        pepper = source.Bytes("Pepper");
        source.Watch(_sink.AsEvents(_clock));
        return source;
    }

    private static IEnumerable<string> Live(Secret<byte[]> secret) => secret.RevealAccepted().Select(Convert.ToBase64String);
}
