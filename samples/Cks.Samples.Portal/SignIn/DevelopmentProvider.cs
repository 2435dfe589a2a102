using System.Security.Cryptography;
using Cks.Testing.AspNetCore;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Cks.Samples.Portal.SignIn;

/// <summary>
/// An OpenID Connect server inside the portal, for development only: whoever comes says who they are. It is the browser's side of the development issuer and speaks in its name, so that a
/// person is the same (issuer, subject) whether a token or a browser brings them. It needs that issuer, which exists only in Development on loopback.
/// </summary>
internal static class DevelopmentProvider
{
    /// <summary>The one client.</summary>
    public const string ClientId = "portal";

    private const string AuthorizationPath = "/development/authorize";
    private const string DiscoveryPath = "/development/.well-known/openid-configuration";

    public static void AddDevelopmentProvider(this IServiceCollection services, TokenIssuer issuer)
    {
        services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode() // no store: the one client stands below, and codes carry what they stand for
                .AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
                .SetAuthorizationEndpointUris(AuthorizationPath[1..]).SetTokenEndpointUris("development/token")
                .SetConfigurationEndpointUris(DiscoveryPath[1..]).SetJsonWebKeySetEndpointUris("development/jwks")
                .SetIssuer(new Uri(issuer.Address)).SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(1))
                // Not its RSA keys, which take longer to make than all of the portal.
                .AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32))).AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);
            server.Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement(); // loopback
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(CheckClient));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(CheckClient));
            // The server writes its issuer with a slash at the end; people are linked to the issuer as its tokens write it, character by character.
            server.AddEventHandler<ApplyConfigurationResponseContext>(handler => handler.UseInlineHandler(context =>
            {
                context.Response[Metadata.Issuer] = issuer.Address;
                return default;
            }));
            server.AddEventHandler<ApplyAuthorizationResponseContext>(handler => handler.SetOrder(OpenIddictServerHandlers.Authentication.AttachIssuer.Descriptor.Order + 1).UseInlineHandler(context =>
            {
                context.Response[Parameters.Iss] = issuer.Address;
                return default;
            }));
            server.AddEventHandler<GenerateTokenContext>(handler => handler.SetOrder(OpenIddictServerHandlers.Protection.GenerateIdentityModelToken.Descriptor.Order - 1).UseInlineHandler(context =>
            {
                if (context.TokenType == TokenTypeIdentifiers.IdentityToken)
                    context.SecurityTokenDescriptor.Issuer = issuer.Address;
                return default;
            }));
        });
        // Made at the first request, when the port is known.
        services.AddOptions<OpenIdConnectOptions>(SignInServices.Scheme).Configure<IServer>((client, host) =>
        {
            client.MetadataAddress = host.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First() + DiscoveryPath;
            client.RequireHttpsMetadata = false;
            // The browser stays on the name by which it came: localhost and 127.0.0.1 have cookies of their own.
            client.Events.OnRedirectToIdentityProvider = context =>
            {
                context.ProtocolMessage.IssuerAddress = UriHelper.BuildAbsolute(context.Request.Scheme, context.Request.Host, path: AuthorizationPath);
                return Task.CompletedTask;
            };
        });
    }

    public static void MapDevelopmentProvider(this WebApplication app) =>
        app.MapMethods(AuthorizationPath, [HttpMethods.Get, HttpMethods.Post], DevelopmentLogin.AnswerAsync).AllowAnonymous();

    private static ValueTask CheckClient(ValidateAuthorizationRequestContext context)
    {
        var request = context.Transaction.GetHttpRequest()!;
        if (context.ClientId != ClientId)
            context.Reject(Errors.InvalidClient, "The client is not known.");
        else if (context.RedirectUri != UriHelper.BuildAbsolute(request.Scheme, request.Host, path: SignInServices.CallbackPath))
            context.Reject(Errors.InvalidRequest, "The redirect_uri is not this portal's.");
        return default;
    }

    private static ValueTask CheckClient(ValidateTokenRequestContext context)
    {
        if (context.ClientId != ClientId)
            context.Reject(Errors.InvalidClient, "The client is not known.");
        return default;
    }
}
