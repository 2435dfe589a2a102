using System.Text.Json;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>The file that <c>cks web client</c> writes. What is not known, or could not be asked, is a no; a screen decides nothing, the endpoints do.</summary>
internal static class TypeScriptClient
{
    public static string Write(Policy policy, string url, bool withReact)
    {
        // Names of capabilities are a-z, 0-9, "-", "_" and ":".
        var names = policy.Capabilities.Select(c => $"\"{c.Name}\"").ToArray();
        return $$"""
            // Written by "cks web client" from the policy: write it anew when the policy changes.
            {{(withReact ? "import { useSyncExternalStore } from \"react\";\n" : "")}}
            /** Every capability of the policy. */
            export const capabilities = [{{string.Concat(names.Select(n => $"\n  {n},"))}}
            ] as const;

            export type Capability = (typeof capabilities)[number];

            /** With everything, with some rows (ask the row), or not at all. */
            export type Permission = "yes" | "row" | "no";

            /** What a row says of itself. */
            export interface Row {
              readonly _can?: { readonly [capability in Capability]?: boolean };
            }

            /** The answer of the endpoint. */
            export interface Permissions {
              readonly policyVersion: string;
              readonly capabilities: { readonly [capability in Capability]?: Permission };
            }

            /** What the signed-in user may do. It decides what a screen shows; every endpoint decides for itself. Nothing is permitted before the first refresh, and nothing after one that failed. */
            export class PermissionsClient {
              private current: Permissions | undefined;
              private tag: string | undefined;
              private asked = 0;
              private readonly listeners = new Set<() => void>();

              /** @param request Makes what each request is sent with, such as its Authorization header. */
              constructor(private readonly url: string = "{{JsonEncodedText.Encode(url)}}", private readonly request: () => RequestInit | Promise<RequestInit> = () => ({ credentials: "same-origin" })) {}

              /** Asks again; costs little while nothing changed. The answer to the latest question counts. */
              async refresh(): Promise<void> {
                const number = ++this.asked;
                try {
                  const init = await this.request();
                  const headers = new Headers(init.headers);
                  const known = this.current;
                  if (known && this.tag) headers.set("If-None-Match", this.tag);
                  const response = await fetch(this.url, { ...init, headers, cache: "no-store" });
                  if (response.status === 304 && known) {
                    if (number === this.asked) this.set(known, this.tag);
                    return;
                  }
                  if (!response.ok) throw new Error(`Permissions: ${response.status}`);
                  const answer = (await response.json()) as Permissions;
                  if (number === this.asked) this.set(answer, response.headers.get("ETag") ?? undefined);
                } catch (error) {
                  if (number === this.asked) this.forget();
                  throw error;
                }
              }

              /** Forgets everything, as on signing out. What is still on its way does not count any more. */
              forget(): void {
                this.asked++;
                this.set(undefined, undefined);
              }

              permission(capability: Capability): Permission {
                const found = this.current?.capabilities?.[capability];
                return found === "yes" || found === "row" ? found : "no";
              }

              /** Whether it may be done: with this row, or whatever the row. */
              can(capability: Capability, row?: Row): boolean {
                return row === undefined ? this.permission(capability) === "yes" : row._can?.[capability] === true;
              }

              /** Calls back after each change, until the function that it returns is called. */
              readonly subscribe = (listener: () => void): (() => void) => {
                this.listeners.add(listener);
                return () => this.listeners.delete(listener);
              };

              private set(permissions: Permissions | undefined, tag: string | undefined): void {
                const changed = this.current !== permissions;
                this.current = permissions;
                this.tag = tag;
                if (changed) this.listeners.forEach((listener) => listener());
              }
            }
            {{(withReact ? React : "")}}
            """.TrimEnd() + "\n";
    }

    private const string React = """

        /** The permission, kept up to date. */
        export function usePermission(client: PermissionsClient, capability: Capability): Permission {
          return useSyncExternalStore(client.subscribe, () => client.permission(capability), () => "no" as const);
        }

        /** Whether it may be done with this row, or whatever the row, kept up to date. */
        export function useCan(client: PermissionsClient, capability: Capability, row?: Row): boolean {
          return useSyncExternalStore(client.subscribe, () => client.can(capability, row), () => false);
        }
        """;
}
