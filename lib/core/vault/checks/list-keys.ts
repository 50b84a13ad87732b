/** The keys that clients read as lists, and nothing else. Known without loading what is known of all keys. */
const listKeys = new Set([
  "agent.extra_docker_arguments",
  "agent.extra_docker_shell_script",
  "agent.protected_docker_extra_args",
  "agent.default_docker.match_rules",
  "agent.hide_docker_command_env_vars.extra_keys",
  "agent.package_manager.extra_index_url",
  "agent.package_manager.extra_pip_install_flags",
  "agent.package_manager.conda_channels",
  "agent.package_manager.priority_packages",
  "agent.package_manager.priority_optional_packages",
  "agent.package_manager.post_packages",
  "agent.package_manager.post_optional_packages",
  "agent.package_manager.pip_legacy_resolver",
  "sdk.storage.direct_access",
  "sdk.aws.s3.credentials",
  "sdk.google.storage.credentials",
  "sdk.azure.storage.containers",
  "sdk.development.log_os_environments",
]);

export function isListKey(path: readonly string[]): boolean {
  return listKeys.has(path.join("."));
}

export function listListKeys(): readonly string[] {
  return [...listKeys];
}
