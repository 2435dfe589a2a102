using System.Globalization;
using System.Text;
using Cks.Core;
using Cks.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

public sealed class WebhookReceiverTests(RevocationForges forges) : IClassFixture<RevocationForges>, IDisposable
{
    private const string Ended = """{"id":"sess_1","user_id":"user_1","status":"ended","updated_at":1772366400000}""";
    private static readonly DateTimeOffset Noon = AuthHost.Start;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Noon);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("svix")]
    [InlineData("webhook")]
    public async Task A_signed_event_ends_the_session(string family)
    {
        await using var host = Host();
        var token = await forges.TokenAsync("user_1", new() { ["sid"] = "sess_1" }, clerk: true);
        Assert.Equal(RevocationState.Clear, host.Revocations.Check(token));
        var outcome = await host.ReceiveAsync(SignedWebhook.Of("session.ended", Ended) with { Family = family });
        Assert.Equal("sess_1", Assert.IsType<ClerkSessionEvent>(outcome.Event).SessionId);
        Assert.Equal(RevocationState.Revoked, host.Revocations.Check(token));
    }

    [Theory]
    [InlineData("svix-id")]
    [InlineData("svix-timestamp")]
    [InlineData("svix-signature")]
    public async Task Case90_No_header(string missing)
    {
        var webhook = SignedWebhook.Of("session.ended", Ended);
        var headers = webhook.Headers;
        headers.Remove(missing);
        await RefusedAsync(WebhookRejectionReason.HeaderMissing, headers, webhook.Body);
        // The twin of the other family does not fill the gap.
        headers[missing.Replace("svix", "webhook", StringComparison.Ordinal)] = webhook.Headers[missing];
        await RefusedAsync(WebhookRejectionReason.HeaderMissing, headers, webhook.Body);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2,{0}")]
    [InlineData("v1a,{0}")]
    [InlineData("V1,{0}")]
    [InlineData("{0}")]
    [InlineData("")]
    public Task Case90_v1_without_comma_and_v2_only(string signature)
    {
        var webhook = SignedWebhook.Of("session.ended", Ended);
        return RefusedAsync(WebhookRejectionReason.SignatureUnsupported, webhook with { Signature = string.Format(CultureInfo.InvariantCulture, signature, webhook.RightSignature[3..]) });
    }

    [Theory]
    [InlineData("v1,")]
    [InlineData("v1,AAAA")]
    [InlineData("v1,%%%")]
    [InlineData("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public Task Case90_A_signature_that_is_none(string signature) =>
        RefusedAsync(WebhookRejectionReason.SignatureInvalid, SignedWebhook.Of("session.ended", Ended) with { Signature = signature });

    [Fact]
    public async Task Case90_Elements_that_say_nothing_are_passed_over()
    {
        await using var host = Host();
        var webhook = SignedWebhook.Of("session.ended", Ended);
        Assert.True((await host.ReceiveAsync(webhook with { Signature = $"nonsense v9,AAAA v1a,AAAA v1,AAAA  {webhook.RightSignature} v1" })).IsAccepted);
    }

    [Theory]
    [InlineData(-300, null)]
    [InlineData(-301, WebhookRejectionReason.TooOld)]
    [InlineData(300, null)]
    [InlineData(301, WebhookRejectionReason.InFuture)]
    public async Task Case90_301_s_old_and_in_the_future(int seconds, WebhookRejectionReason? expected)
    {
        await using var host = Host();
        var webhook = SignedWebhook.Of("session.ended", Ended) with { Timestamp = Noon.AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
        Assert.Equal(expected, (await host.ReceiveAsync(webhook)).Reason);
    }

    [Fact]
    public async Task Case90_Body_re_serialised()
    {
        var webhook = SignedWebhook.Of("session.ended", Ended);
        await RefusedAsync(WebhookRejectionReason.SignatureInvalid, webhook.Headers, webhook.Body.Replace(",", ", ", StringComparison.Ordinal));
        await RefusedAsync(WebhookRejectionReason.SignatureInvalid, webhook.Headers, webhook.Body + "\n");
    }

    [Fact]
    public Task Case90_Id_with_a_dot() => RefusedAsync(WebhookRejectionReason.HeaderMalformed, SignedWebhook.Of("session.ended", Ended, "msg.1"));

    [Theory]
    [InlineData("svix-id", "")]
    [InlineData("svix-id", "msg 1")]
    [InlineData("svix-id", "msgé")]
    [InlineData("svix-timestamp", "")]
    [InlineData("svix-timestamp", "-1")]
    [InlineData("svix-timestamp", "+1772366400")]
    [InlineData("svix-timestamp", " 1772366400")]
    [InlineData("svix-timestamp", "1772366400.0")]
    [InlineData("svix-timestamp", "999999999999")]
    [InlineData("svix-timestamp", "9999999999999")]
    public async Task Case90_A_header_that_is_none(string header, string value)
    {
        var webhook = SignedWebhook.Of("session.ended", Ended);
        var headers = webhook.Headers;
        headers[header] = [value];
        await RefusedAsync(WebhookRejectionReason.HeaderMalformed, headers, webhook.Body);
    }

    [Theory]
    [InlineData("svix-id")]
    [InlineData("svix-timestamp")]
    [InlineData("svix-signature")]
    public async Task Case90_A_header_twice(string header)
    {
        var webhook = SignedWebhook.Of("session.ended", Ended);
        var headers = webhook.Headers;
        headers[header] = [.. headers[header], .. headers[header]];
        await RefusedAsync(WebhookRejectionReason.HeaderMalformed, headers, webhook.Body);
    }

    [Fact]
    public async Task Case90_Replayed_id()
    {
        var handler = new Recorder();
        await using var host = Host(null, handler);
        Assert.False((await host.ReceiveAsync(SignedWebhook.Of("session.ended", Ended))).IsRepeated);
        // A retry has the same id and a new time.
        _time.Advance(TimeSpan.FromSeconds(5));
        var again = await host.ReceiveAsync(SignedWebhook.Of("session.ended", Ended) with { Timestamp = Noon.AddSeconds(5).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) });
        Assert.True(again.IsRepeated);
        Assert.Single(handler.Seen);
    }

    [Fact]
    public async Task Case90_Rotated_secret()
    {
        var (secret, second) = (new Secret<string>(SignedWebhook.Secret, _time), new Secret<string>("whsec_" + Convert.ToBase64String(new byte[24])));
        await using var host = new RevocationHost(forges, _time, more: s => s.AddCksWebhooks(o => o.AddSender(RevocationForges.ClerkIssuer, secret, second)));
        async Task<bool> TakesAsync(string key, string id)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var webhook = SignedWebhook.Of("session.ended", Ended, id) with { Key = key, Timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
            return (await scope.ServiceProvider.GetRequiredService<IWebhookReceiver>().ReceiveAsync(
                RevocationForges.ClerkIssuer, name => webhook.Headers.GetValueOrDefault(name, []), Encoding.UTF8.GetBytes(webhook.Body))).IsAccepted;
        }

        Assert.Equal((true, false, true), (await TakesAsync(SignedWebhook.Secret, "m1"), await TakesAsync(SignedWebhook.OtherSecret, "m2"), await TakesAsync("whsec_" + Convert.ToBase64String(new byte[24]), "m3")));
        secret.Rotate(SignedWebhook.OtherSecret, TimeSpan.FromHours(24));
        Assert.Equal((true, true), (await TakesAsync(SignedWebhook.Secret, "m4"), await TakesAsync(SignedWebhook.OtherSecret, "m5")));
        _time.Advance(TimeSpan.FromHours(24));
        Assert.Equal((false, true), (await TakesAsync(SignedWebhook.Secret, "m6"), await TakesAsync(SignedWebhook.OtherSecret, "m7")));
    }

    [Fact]
    public async Task S02_A_secret_speaks_for_one_issuer()
    {
        await using var host = Host();
        Assert.Equal(WebhookRejectionReason.SignatureInvalid, (await host.ReceiveAsync(SignedWebhook.Of("session.ended", Ended), forges.Oidc.Issuer)).Reason);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => host.ReceiveAsync(SignedWebhook.Of("session.ended", Ended), "https://stranger.example"));
    }

    [Fact]
    public void S02_A_secret_of_two_issuers_stops_the_host()
    {
        var e = Refused(o => o.AddSender("https://a.example", new Secret<string>(SignedWebhook.Secret)).AddSender("https://b.example", new Secret<string>(SignedWebhook.Secret[6..])));
        Assert.Contains("speaks for another one", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_believed_stops_the_host()
    {
        Assert.Contains("No sender", Refused(_ => { }).Message, StringComparison.Ordinal);
        Assert.Contains("has no secret", Refused(o => o.AddSender("https://a.example")).Message, StringComparison.Ordinal);
        Assert.Contains("24 to 64 bytes", Refused(o => o.AddSender("https://a.example", new Secret<string>("whsec_AAAA"))).Message, StringComparison.Ordinal);
        Assert.Contains("24 to 64 bytes", Refused(o => o.AddSender("https://a.example", new Secret<string>("whsec_" + Convert.ToBase64String(new byte[65])))).Message, StringComparison.Ordinal);
        Assert.Contains("MaxBodySize", Refused(o => o.MaxBodySize = 1).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", Refused(o => o.AddSender("https://a.example", new Secret<string>("whsec_AAAA"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"session.ended"}""")]
    [InlineData("""{"type":"session.ended","data":{}}""")]
    [InlineData("""{"type":"session.ended","data":{"id":7}}""")]
    [InlineData("""{"type":"session.ended","data":{"id":"\ud800"}}""")]
    [InlineData("""{"type":"user.deleted","data":{"deleted":true}}""")]
    [InlineData("""{"type":"user.updated","data":{"id":"user_1"},"data":{"id":"user_2"}}""")]
    [InlineData("""{"type":7,"data":{"id":"user_1"}}""")]
    [InlineData("""{"type":"user.deleted","data":{"id":"user_1"},"\u0074ype":"user.created"}""")]
    [InlineData("""{"type":"user.deleted","data":{"id":"user_1","i\u0064":"user_2"}}""")]
    [InlineData("""{"\ud800":1,"type":"user.deleted","data":{"\udfff":2}}""")]
    [InlineData("""{"\ud800":1,"\ud801":1,"\udfffx":1,"typ\ud800":1,"data":7}""")]
    [InlineData("""{"type":"user.deleted","data":{"id":"\ud800"}}""")]
    public Task A_signed_body_that_is_no_event_is_refused(string body) => RefusedAsync(WebhookRejectionReason.BodyMalformed, new SignedWebhook(body));

    [Fact]
    public Task A_body_over_the_limit_is_refused() => RefusedAsync(WebhookRejectionReason.TooLarge, new SignedWebhook(new string(' ', 256 * 1024 + 1)));

    [Theory]
    [InlineData("session.removed", Ended)]
    [InlineData("session.revoked", Ended)]
    [InlineData("user.deleted", """{"id":"user_1","deleted":true}""")]
    [InlineData("user.updated", """{"id":"user_1","banned":true,"locked":false,"updated_at":1772366400000}""")]
    [InlineData("user.updated", """{"id":"user_1","banned":false,"locked":true,"updated_at":1772366400000}""")]
    [InlineData("user.created", """{"id":"user_1","banned":true,"locked":false,"updated_at":1772366400000}""")]
    public async Task What_ends_at_the_provider_ends_here(string type, string data)
    {
        await using var host = Host();
        var (token, other) = (await forges.TokenAsync("user_1", new() { ["sid"] = "sess_1" }, clerk: true), await forges.TokenAsync("user_2", new() { ["sid"] = "sess_2" }, clerk: true));
        await host.ReceiveAsync(SignedWebhook.Of(type, data));
        Assert.Equal((RevocationState.Revoked, RevocationState.Clear), (host.Revocations.Check(token), host.Revocations.Check(other)));
    }

    [Theory]
    [InlineData("session.created", Ended)]
    [InlineData("session.pending", Ended)]
    [InlineData("session.ended_badly", Ended)]
    [InlineData("user.updated", """{"id":"user_1"}""")]
    [InlineData("user.updated", """{"id":"user_1","banned":null,"locked":"yes"}""")]
    [InlineData("organization.deleted", """{"id":"user_1"}""")]
    public async Task What_ends_nothing_at_the_provider_ends_nothing_here(string type, string data)
    {
        await using var host = Host();
        var token = await forges.TokenAsync("user_1", new() { ["sid"] = "sess_1" }, clerk: true);
        Assert.True((await host.ReceiveAsync(SignedWebhook.Of(type, data))).IsAccepted);
        Assert.Equal(RevocationState.Clear, host.Revocations.Check(token));
    }

    [Theory]
    [InlineData("""{"id":"user_1","banned":false,"locked":false,"updated_at":1772366400001}""", RevocationState.Clear)]
    [InlineData("""{"id":"user_1","banned":false,"locked":false,"updated_at":1772366400000}""", RevocationState.Revoked)]
    [InlineData("""{"id":"user_1","banned":false,"locked":false,"updated_at":1772366399999}""", RevocationState.Revoked)]
    [InlineData("""{"id":"user_1","banned":false,"updated_at":1772366400001}""", RevocationState.Revoked)]
    [InlineData("""{"id":"user_1","updated_at":1772366400001}""", RevocationState.Revoked)]
    public async Task S27_Only_a_later_record_that_says_so_lifts_a_ban(string data, RevocationState expected)
    {
        await using var host = Host();
        var token = await forges.TokenAsync("user_1", new() { ["sid"] = "sess_1" }, clerk: true);
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_1","banned":true,"locked":false,"updated_at":1772366400000}"""));
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", data, "msg_2"));
        Assert.Equal(expected, host.Revocations.Check(token));
    }

    [Fact]
    public async Task S27_A_ban_a_deletion_and_the_end_of_a_session_are_never_stale()
    {
        await using var host = Host();
        var token = await forges.TokenAsync("user_1", new() { ["sid"] = "sess_1" }, clerk: true);
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_1","banned":false,"locked":false,"updated_at":1772366400009}"""));
        await host.ReceiveAsync(SignedWebhook.Of("session.created", """{"id":"sess_1","created_at":1772366400000,"updated_at":1772366400009}""", "msg_2"));
        await host.ReceiveAsync(SignedWebhook.Of("session.ended", """{"id":"sess_1","updated_at":1772366400001}""", "msg_3"));
        Assert.Equal(RevocationState.Revoked, host.Revocations.Check(token));
        var banned = await forges.TokenAsync("user_1", new() { ["sid"] = "sess_2" }, clerk: true);
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_1","banned":true,"locked":false,"updated_at":1772366400001}""", "msg_4"));
        Assert.Equal(RevocationState.Revoked, host.Revocations.Check(banned));
    }

    [Fact]
    public async Task The_provider_lifts_neither_a_deletion_nor_what_the_application_did()
    {
        await using var host = Host();
        var (deleted, barred) = (await forges.TokenAsync("user_1", new() { ["sid"] = "sess_1" }, clerk: true), await forges.TokenAsync("user_2", new() { ["sid"] = "sess_2" }, clerk: true));
        await host.ReceiveAsync(SignedWebhook.Of("user.deleted", """{"id":"user_1","deleted":true}"""));
        await host.Revocations.BarSubjectAsync(RevocationForges.ClerkIssuer, "user_2", TestContext.Current.CancellationToken);
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_1","banned":false,"locked":false,"updated_at":1999999999999}""", "msg_2"));
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_2","banned":false,"locked":false,"updated_at":1999999999999}""", "msg_3"));
        Assert.Equal((RevocationState.Revoked, RevocationState.Revoked), (host.Revocations.Check(deleted), host.Revocations.Check(barred)));
    }

    [Fact]
    public async Task S27_A_deletion_is_remembered_for_as_long_as_a_key_of_theirs_may_live()
    {
        await using var host = Host();
        await host.ReceiveAsync(SignedWebhook.Of("user.deleted", """{"id":"user_1","deleted":true}"""));
        var owner = new KnownApiKeyOwner(new(TenantId.Parse("main"), RevocationForges.ClerkIssuer, "user_1"), SessionResolution.Refused(SessionRefusalReason.NotProvisioned));
        _time.Advance(TimeSpan.FromDays(800) - TimeSpan.FromTicks(1));
        // Adds to the record, and so tidies it.
        await host.Revocations.EndSessionAsync(RevocationForges.ClerkIssuer, "sess_9", TestContext.Current.CancellationToken);
        Assert.True(owner.IsBarred(host.Inner.Services.GetRequiredService<IRevocationCheck>(), allowUnknown: false));
    }

    [Fact]
    public async Task A_lock_ends_when_the_provider_says_and_a_ban_does_not()
    {
        await using var host = Host();
        var (locked, banned) = (await forges.TokenAsync("user_1", new() { ["sid"] = "sess_1" }, clerk: true), await forges.TokenAsync("user_2", new() { ["sid"] = "sess_2" }, clerk: true));
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_1","banned":false,"locked":true,"lockout_expires_in_seconds":3600,"updated_at":1772366400000}"""));
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_2","banned":true,"locked":true,"lockout_expires_in_seconds":3600,"updated_at":1772366400000}""", "msg_2"));
        Assert.Equal((RevocationState.Revoked, RevocationState.Revoked), (host.Revocations.Check(locked), host.Revocations.Check(banned)));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((RevocationState.Clear, RevocationState.Revoked), (host.Revocations.Check(locked), host.Revocations.Check(banned)));
    }

    [Fact]
    public async Task S08_A_reported_session_is_spared_also_where_the_time_in_its_id_is_not_believed()
    {
        await using var host = Host();
        var session = RevocationsTests.ClerkSession(Noon.AddSeconds(1));
        await host.Revocations.SignOutEverywhereAsync(forges.Oidc.Issuer, "user_1", TestContext.Current.CancellationToken);
        var webhook = SignedWebhook.Of("session.created", $$"""{"id":"{{session}}","created_at":1772366401000}""") with { Key = "whsec_" + Convert.ToBase64String(new byte[32]) };
        Assert.True((await host.ReceiveAsync(webhook, forges.Oidc.Issuer)).IsAccepted);
        Assert.Equal(RevocationState.Clear, host.Revocations.Check(await forges.TokenAsync("user_1", new() { ["sid"] = session, ["iat"] = Noon.AddSeconds(3).ToUnixTimeSeconds() })));
    }

    [Fact]
    public async Task S27_A_lock_that_does_not_say_that_there_is_no_ban_shortens_none()
    {
        await using var host = Host();
        var token = await forges.TokenAsync("user_1", new() { ["sid"] = "sess_1" }, clerk: true);
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_1","banned":true,"locked":false,"updated_at":1772366400000}"""));
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_1","locked":true,"lockout_expires_in_seconds":60,"updated_at":1772366400001}""", "msg_2"));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(RevocationState.Revoked, host.Revocations.Check(token));
    }

    [Fact]
    public async Task A_host_that_starts_after_a_lock_knows_what_one_that_ran_through_it_knows()
    {
        var path = Path.Combine(_folder.Root, "revocations.db");
        await using var host = Host(new SqliteRevocationStore(path));
        var token = await forges.TokenAsync("user_1", new() { ["sid"] = "sess_1" }, clerk: true);
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_1","banned":true,"locked":false,"updated_at":1772366400000}"""));
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_1","banned":false,"locked":true,"lockout_expires_in_seconds":60,"updated_at":1772366400001}""", "msg_2"));
        Assert.Equal(RevocationState.Revoked, host.Revocations.Check(token));
        _time.Advance(TimeSpan.FromMinutes(2));
        // A store may drop what has expired.
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"DELETE FROM revocations WHERE expires <= {_time.GetUtcNow().ToUnixTimeMilliseconds()}";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        await using var later = Host(new SqliteRevocationStore(path));
        await host.Revocations.PullAsync(TestContext.Current.CancellationToken);
        await later.Revocations.PullAsync(TestContext.Current.CancellationToken);
        Assert.Equal((RevocationState.Clear, RevocationState.Clear), (host.Revocations.Check(token), later.Revocations.Check(token)));
    }

    [Fact]
    public async Task S08_A_session_that_the_provider_reports_after_signing_out_everywhere_is_spared()
    {
        await using var host = Host();
        await host.Revocations.SignOutEverywhereAsync(RevocationForges.ClerkIssuer, "user_1", TestContext.Current.CancellationToken);
        async Task<RevocationState> OfAsync(string session) => host.Revocations.Check(
            await forges.TokenAsync("user_1", new() { ["sid"] = session, ["iat"] = Noon.AddSeconds(3).ToUnixTimeSeconds() }, clerk: true));
        await host.ReceiveAsync(SignedWebhook.Of("session.created", """{"id":"sess_new","created_at":1772366400001}"""));
        await host.ReceiveAsync(SignedWebhook.Of("session.created", """{"id":"sess_old","created_at":1772366399999}""", "msg_2"));
        Assert.Equal((RevocationState.Clear, RevocationState.Revoked, RevocationState.Revoked), (await OfAsync("sess_new"), await OfAsync("sess_old"), await OfAsync("sess_unknown")));
    }

    [Fact]
    public async Task Every_event_comes_with_its_type_and_its_ids()
    {
        var handler = new Recorder();
        await using var host = Host(null, handler);
        await host.ReceiveAsync(SignedWebhook.Of("session.created", """{"id":"sess_1","user_id":"user_1","status":"active","created_at":1772366400000,"updated_at":1772366400500}""", "m1"));
        await host.ReceiveAsync(SignedWebhook.Of("user.updated", """{"id":"user_1","banned":false,"locked":true}""", "m2"));
        await host.ReceiveAsync(SignedWebhook.Of("organization.created", """{"id":"org_1","name":"Acme","slug":"acme"}""", "m3"));
        await host.ReceiveAsync(SignedWebhook.Of("organizationMembership.updated", """{"id":"orgmem_1","organization":{"id":"org_1"},"public_user_data":{"user_id":"user_1"},"role":"org:admin"}""", "m4"));
        await host.ReceiveAsync(SignedWebhook.Of("invoice.paid", """{"amount":7}""", "m5"));
        var session = Assert.IsType<ClerkSessionEvent>(handler.Seen[0]);
        Assert.Equal(("sess_1", "user_1", "active", (DateTimeOffset?)Noon, false), (session.SessionId, session.Subject, session.Status, session.StartedAt, session.IsEnd));
        Assert.Equal((RevocationForges.ClerkIssuer, "m1", "session.created", Noon.AddMilliseconds(500), false), (session.Issuer, session.DeliveryId, session.Type, session.ObjectAt, session.IsStale));
        var user = Assert.IsType<ClerkUserEvent>(handler.Seen[1]);
        Assert.Equal(("user_1", false, true, false, Noon), (user.Subject, user.IsBanned, user.IsLocked, user.IsDeleted, user.ObjectAt));
        var organization = Assert.IsType<ClerkOrganizationEvent>(handler.Seen[2]);
        Assert.Equal(("org_1", "Acme", "acme"), (organization.OrganizationId, organization.Name, organization.Slug));
        var membership = Assert.IsType<ClerkMembershipEvent>(handler.Seen[3]);
        Assert.Equal(("orgmem_1", "org_1", "user_1", "org:admin"), (membership.MembershipId, membership.OrganizationId, membership.Subject, membership.Role));
        var other = Assert.IsType<OtherWebhookEvent>(handler.Seen[4]);
        Assert.Equal(("", 7, "invoice.paid"), (other.ObjectId, other.Data.GetProperty("amount").GetInt32(), other.ToString()));
    }

    [Fact]
    public async Task A_handler_is_told_that_an_event_is_older_than_one_before()
    {
        var handler = new Recorder();
        await using var host = Host(null, handler);
        foreach (var (id, at) in new[] { ("m1", 2), ("m2", 1), ("m3", 3) })
            await host.ReceiveAsync(SignedWebhook.Of("organization.updated", $$"""{"id":"org_1","updated_at":{{at}}}""", id));
        Assert.Equal([false, true, false], handler.Seen.Select(e => e.IsStale));
    }

    [Fact]
    public async Task The_outcome_says_that_an_event_is_older_than_one_before_whoever_handles_it()
    {
        await using var host = Host();
        var stale = new List<bool>();
        foreach (var (id, at) in new[] { ("m1", 2), ("m2", 1), ("m2", 1), ("m3", 3) })
            stale.Add((await host.ReceiveAsync(SignedWebhook.Of("organization.updated", $$"""{"id":"org_1","updated_at":{{at}}}""", id))).Event!.IsStale);
        Assert.Equal([false, true, true, false], stale);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S27_The_effect_holds_whatever_a_handler_does_and_the_handlers_run_until_all_are_done(bool database)
    {
        var (first, second, third) = (new Recorder(), new Recorder { Fails = 2 }, new Recorder());
        await using var host = Host(database ? new SqliteRevocationStore(Path.Combine(_folder.Root, "revocations.db")) : null, first, second, third);
        var token = await forges.TokenAsync("user_1", new() { ["sid"] = "sess_1" }, clerk: true);
        var webhook = SignedWebhook.Of("session.ended", Ended);
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.ReceiveAsync(webhook));
        Assert.Equal(RevocationState.Revoked, host.Revocations.Check(token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.ReceiveAsync(webhook));
        Assert.False((await host.ReceiveAsync(webhook)).IsRepeated);
        Assert.True((await host.ReceiveAsync(webhook)).IsRepeated);
        Assert.Equal((3, 3, 1), (first.Seen.Count, second.Seen.Count, third.Seen.Count));
        Assert.Equal(1, host.Inner.List.Count);
        Assert.Single(host.Inner.Sink.Events);
    }

    [Fact]
    public async Task Nothing_of_a_webhook_is_logged()
    {
        await using var host = Host(null, new Recorder { Fails = 1 });
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.ReceiveAsync(SignedWebhook.Of("session.ended", """{"id":"sess_private","user_id":"user_private"}""")));
        await host.ReceiveAsync(SignedWebhook.Of("user.private", """{"id":"user_private"}""", "msg_private") with { Key = SignedWebhook.OtherSecret });
        var lines = host.Inner.Log.GetSnapshot();
        Assert.Equal([5302, 5301], lines.Select(l => l.Id.Id).Where(id => id is 5301 or 5302));
        Assert.All(lines, line => Assert.DoesNotContain("private", line.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sender_whose_tokens_nobody_accepts_is_told_of()
    {
        using var forges = new RevocationForges();
        await using var host = new RevocationHost(forges, _time, more: s => s.AddCksWebhooks(o => o
            .AddSender(RevocationForges.ClerkIssuer, new Secret<string>(SignedWebhook.Secret))
            .AddSender(RevocationForges.ClerkIssuer + "/", new Secret<string>(SignedWebhook.OtherSecret))));
        Assert.Equal(2, host.Services.GetRequiredService<IOptions<CksWebhookOptions>>().Value.Issuers.Count);
        Assert.Contains(RevocationForges.ClerkIssuer + "/ are taken", Assert.Single(host.Log.GetSnapshot(), l => l.Id.Id == 5303).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Webhooks_without_tokens_stop_the_start()
    {
        using var services = new ServiceCollection().AddCksWebhooks(o => o.AddSender(RevocationForges.ClerkIssuer, new Secret<string>(SignedWebhook.Secret))).BuildServiceProvider();
        var refused = Assert.Throws<CksConfigurationException>(() => services.GetRequiredService<IOptions<CksWebhookOptions>>().Value);
        Assert.Contains("AddCksAuth", Assert.Single(refused.Diagnostics).Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_in_the_place_of_a_sender_does_not_get_into_the_log()
    {
        var refused = Refused(o => o.AddSender("sk_live_private"));
        Assert.Contains("named by a secret", Assert.Single(refused.Diagnostics).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("private", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_has_a_text_of_its_own() => Assert.Equal(
        ["too_large", "header_missing", "header_malformed", "too_old", "in_future", "signature_unsupported", "signature_invalid", "body_malformed"],
        Enum.GetValues<WebhookRejectionReason>().Select(r => r.ToText()));

    private static CksConfigurationException Refused(Action<CksWebhookOptions> configure)
    {
        var options = new CksWebhookOptions();
        configure(options);
        return Assert.Throws<CksConfigurationException>(() => new CksWebhookOptionsCheck().Validate(null, options));
    }

    private Task RefusedAsync(WebhookRejectionReason reason, SignedWebhook webhook) => RefusedAsync(reason, webhook.Headers, webhook.Body);

    private async Task RefusedAsync(WebhookRejectionReason reason, Dictionary<string, string[]> headers, string body)
    {
        var handler = new Recorder();
        await using var host = Host(null, handler);
        var outcome = await host.ReceiveAsync(headers, Encoding.UTF8.GetBytes(body));
        Assert.Equal((false, reason, reason.ToText()), (outcome.IsAccepted, outcome.Reason, outcome.ToString()));
        Assert.Equal((0, 0), (handler.Seen.Count, host.Inner.List.Count));
    }

    private WebhookHost Host(IRevocationStore? store = null, params IWebhookHandler[] handlers) => new(forges, _time, store, handlers);

    private sealed class Recorder : IWebhookHandler
    {
        public List<WebhookEvent> Seen { get; } = [];

        public int Fails { get; set; }

        public ValueTask HandleAsync(WebhookEvent webhook, CancellationToken cancellationToken = default)
        {
            Seen.Add(webhook);
            return Fails-- > 0 ? throw new InvalidOperationException("private") : ValueTask.CompletedTask;
        }
    }
}
